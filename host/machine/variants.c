/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "variants.h"

#include <errno.h>
#include <string.h>

#include "../../helper/core/variant.h"
#include "../../helper/sys/kmod.h"

static bool has_line(const struct vpb_text *lines, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = lines->data; at && *at; at += strcspn(at, "\n") + 1)
		if (strncmp(at, name, length) == 0 && at[length] == '\n')
			return true;
	return false;
}

/* What the device would have on that kernel. */
static int device_look(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_run *run, size_t index, struct vpb_text *names)
{
	const struct vpb_snapshot *snapshot = &run->snapshot;
	VPB_CLEANUP(vpb_text_done) struct vpb_text variants = {};
	const char *asked = vpb_variant_asked(
		&(const struct vpb_scene){&run->request, snapshot, &run->selection},
		index);
	char module[VPB_NAME_BYTES];

	if (!*asked ||
		!vpb_kmod_add_variants(root, kmod, &snapshot->devices[index], &variants))
		return 0;
	if (vpb_text_error(&variants) < 0)
		return -ENOMEM;
	if (vpb_variant_choose(asked, variants.data, module) && !has_line(names, module))
		vpb_text_add(names, "%s\n", module);
	return vpb_text_error(names);
}

int vpb_variants_needed(const struct vpb_root *root, const char *release,
	const struct vpb_run *run, struct vpb_text *names)
{
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *kmod = vpb_kmod_open_release(root, release);
	int r = 0;

	for (size_t i = 0; kmod && r == 0 && i < run->snapshot.device_count; i++)
		r = device_look(root, kmod, run, i, names);
	return r;
}
