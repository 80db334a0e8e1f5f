// SPDX-License-Identifier: GPL-2.0-or-later
#include "facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int vpb_facts_read(const char *dir, struct vpb_facts *ret)
{
	return vpb_lines_read_at(dir, "facts.txt", &ret->lines);
}

void vpb_facts_done(struct vpb_facts *facts)
{
	vpb_lines_done(&facts->lines);
}

bool vpb_facts_section(
	const struct vpb_facts *facts, const char *name, struct vpb_section *ret)
{
	const struct vpb_lines *lines = &facts->lines;

	for (size_t i = 0; i < lines->count; i++) {
		const char *found = vpb_after(lines->line[i], "=== ");
		size_t end = i + 1;

		if (!found || strcmp(found, name) != 0)
			continue;
		while (end < lines->count && !vpb_after(lines->line[end], "=== "))
			end++;
		ret->line = lines->line + i + 1;
		ret->count = end - i - 1;
		return true;
	}
	return false;
}

bool vpb_facts_whole(const struct vpb_facts *facts)
{
	struct vpb_section end;

	return vpb_facts_section(facts, "end", &end);
}

/* The line of @section whose words are @first and @second (any, where NULL). */
static const char *line_find(
	const struct vpb_section *section, const char *first, const char *second)
{
	for (size_t i = 0; i < section->count; i++)
		if (vpb_word_is(section->line[i], 0, first) &&
			(!second || vpb_word_is(section->line[i], 1, second)))
			return section->line[i];
	return NULL;
}

static void link_name(const char *line, const char *field, char *ret, size_t bytes)
{
	char path[128];

	if (!vpb_field(line, field, path, sizeof(path)) || path[0] == '\0' ||
		strcmp(path, "(null)") == 0)
		strcpy(path, "none");
	snprintf(ret, bytes, "%s", vpb_basename(path));
}

/* A field 0xNNNN without its 0x. */
static bool hex_field(const char *line, const char *field, char *ret, size_t bytes)
{
	char value[16];

	if (!vpb_field(line, field, value, sizeof(value)) || !vpb_after(value, "0x"))
		return false;
	return snprintf(ret, bytes, "%s", value + 2) < (int)bytes;
}

bool vpb_facts_function(const struct vpb_facts *facts, const char *address,
	struct vpb_function_facts *ret)
{
	struct vpb_function_facts found;
	struct vpb_section functions;
	const char *line;
	char vendor[5], device[5], resource[64];

	if (!vpb_facts_section(facts, "functions", &functions))
		return false;
	line = line_find(&functions, "function", address);
	if (!line || !hex_field(line, "vendor", vendor, sizeof(vendor)) ||
		!hex_field(line, "device", device, sizeof(device)) ||
		!hex_field(line, "class", found.class, sizeof(found.class)) ||
		!vpb_field(line, "bar0", resource, sizeof(resource)))
		return false;
	snprintf(found.id, sizeof(found.id), "%s:%s", vendor, device);
	resource[strcspn(resource, ",")] = '\0';
	snprintf(found.bar0, sizeof(found.bar0), "%.18s", resource);
	link_name(line, "driver", found.driver, sizeof(found.driver));
	link_name(line, "override", found.override, sizeof(found.override));
	link_name(line, "group", found.group, sizeof(found.group));
	*ret = found;
	return true;
}

bool vpb_facts_lspci_driver(
	const struct vpb_facts *facts, const char *address, char *ret, size_t bytes)
{
	struct vpb_section lspci;
	bool inside = false, found = false;

	if (!vpb_facts_section(facts, "lspci", &lspci))
		return false;
	for (size_t i = 0; i < lspci.count; i++) {
		const char *line = lspci.line[i], *driver;

		if (line[0] != '\t')
			inside = vpb_word_is(line, 0, address);
		if (!inside)
			continue;
		if (!found)
			snprintf(ret, bytes, "none");
		found = true;
		driver = vpb_after(line, "\tKernel driver in use: ");
		if (driver)
			snprintf(ret, bytes, "%s", driver);
	}
	return found;
}

bool vpb_facts_lspci_name(
	const struct vpb_facts *facts, const char *address, char *ret, size_t bytes)
{
	struct vpb_section lspci;
	const char *line, *name;

	if (!vpb_facts_section(facts, "lspci", &lspci))
		return false;
	line = line_find(&lspci, address, NULL);
	name = line ? strstr(line, "]: ") : NULL;
	if (!name)
		return false;
	snprintf(ret, bytes, "%s", name + 3);
	return true;
}

bool vpb_facts_module(const struct vpb_facts *facts, const char *name)
{
	struct vpb_section modules;

	return vpb_facts_section(facts, "modules", &modules) &&
	       line_find(&modules, name, NULL);
}

bool vpb_facts_module_heard(const struct vpb_facts *facts, const char *address,
	char *ret_module, size_t bytes, long *ret_ms)
{
	struct vpb_section dmesg;
	char module[32], where[32];

	if (!vpb_facts_section(facts, "dmesg", &dmesg))
		return false;
	for (size_t i = 0; i < dmesg.count; i++) {
		const char *line = dmesg.line[i], *text = strstr(line, "] ");
		double seconds = line[0] == '[' ? strtod(line + 1, NULL) : 0;

		if (!text || !vpb_word(text + 2, 0, module, sizeof(module)) ||
			!vpb_word(text + 2, 1, where, sizeof(where)))
			continue;
		if (where[strlen(where) - 1] == ':')
			where[strlen(where) - 1] = '\0';
		for (char *c = module; *c; c++)
			*c = *c == '-' ? '_' : *c;
		if (strcmp(where, address) != 0 || !vpb_facts_module(facts, module))
			continue;
		snprintf(ret_module, bytes, "%s", module);
		*ret_ms = (long)(seconds * 1000);
		return true;
	}
	return false;
}

long vpb_facts_moment_ms(const struct vpb_facts *facts, const char *text)
{
	struct vpb_section dmesg;
	long ms = -1;

	if (!vpb_facts_section(facts, "dmesg", &dmesg))
		return -1;
	for (size_t i = 0; i < dmesg.count; i++)
		if (dmesg.line[i][0] == '[' && strstr(dmesg.line[i], text))
			ms = (long)(strtod(dmesg.line[i] + 1, NULL) * 1000);
	return ms;
}

const char *vpb_facts_report(const struct vpb_facts *facts, const char *address)
{
	struct vpb_section report;
	char where[32];

	if (!vpb_facts_section(facts, "report", &report))
		return NULL;
	for (size_t i = 0; i < report.count; i++)
		if (vpb_after(report.line[i], "device=") &&
			vpb_field(report.line[i], "device", where, sizeof(where)) &&
			strcmp(where, address) == 0)
			return report.line[i];
	return NULL;
}
