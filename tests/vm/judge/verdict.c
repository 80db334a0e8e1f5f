// SPDX-License-Identifier: GPL-2.0-or-later
#include "verdict.h"

#include <stdarg.h>
#include <string.h>

void vpb_verdict_init(struct vpb_verdict *verdict)
{
	verdict->count = 0;
	verdict->ok = true;
}

void vpb_verdict_add(
	struct vpb_verdict *verdict, bool ok, const char *kind, const char *format, ...)
{
	struct vpb_check *check;
	va_list arguments;

	verdict->ok = verdict->ok && ok && verdict->count < VPB_CHECKS_MAX;
	if (verdict->count == VPB_CHECKS_MAX)
		return;
	check = &verdict->check[verdict->count++];
	check->ok = ok;
	snprintf(check->kind, sizeof(check->kind), "%s", kind);
	va_start(arguments, format);
	vsnprintf(check->text, sizeof(check->text), format, arguments);
	va_end(arguments);
}

bool vpb_verdict_failed(const struct vpb_verdict *verdict, const char *kind)
{
	for (size_t i = 0; i < verdict->count; i++)
		if (!verdict->check[i].ok && strcmp(verdict->check[i].kind, kind) == 0)
			return true;
	return false;
}

void vpb_verdict_print(const struct vpb_verdict *verdict, FILE *file)
{
	for (size_t i = 0; i < verdict->count; i++) {
		const struct vpb_check *check = &verdict->check[i];

		fprintf(file, "%s %s %s\n", check->ok ? "ok" : "not ok", check->kind,
			check->text);
	}
}
