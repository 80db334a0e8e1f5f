/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <libkmod.h>
#include <stdlib.h>

#include "kmod.h"

void vpb_kmod_unrefp(struct kmod_ctx **kmod)
{
	kmod_unref(*kmod);
}

/* What fails comes back as a number; libkmod's own words would go to the console as well. */
static void kmod_quiet(void *data, int priority, const char *file, int line,
	const char *function, const char *format, va_list args)
{
	(void)data, (void)priority, (void)file, (void)line, (void)function, (void)format;
	(void)args;
}

/*
 * libkmod reads the modprobe.d folders in kmod_new() already, when it has no log function yet
 * but has looked at this variable; what is not severe enough for the number is not said.
 */
struct kmod_ctx *vpb_kmod_open(const char *directory, const char *const *folders)
{
	struct kmod_ctx *kmod;

	if (setenv("KMOD_LOG", "0", 1) < 0)
		return NULL;
	errno = 0;
	kmod = kmod_new(directory, folders);
	if (kmod)
		kmod_set_log_fn(kmod, kmod_quiet, NULL);
	else if (errno != ELIBACC)
		errno = ENOMEM;
	return kmod;
}
