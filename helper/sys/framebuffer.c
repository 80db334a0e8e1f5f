/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "framebuffer.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "attribute.h"

static const char *const framebuffer_names[] = {"BOOTFB", "efifb", "vesafb", "simplefb",
	"simple-framebuffer", "simpledrm", "efidrm", "vesadrm"};

static bool is_framebuffer_name(const char *name)
{
	for (size_t i = 0; i < sizeof(framebuffer_names) / sizeof(*framebuffer_names);
		i++)
		if (strcmp(name, framebuffer_names[i]) == 0)
			return true;
	return false;
}

int vpb_framebuffers_read(
	const struct vpb_root *root, struct vpb_memory_range ranges[VPB_FRAMEBUFFERS_MAX])
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;
	int count = 0, r = vpb_root_read(root, "proc/iomem", &text);

	if (r < 0)
		return r;
	rest = text.data;
	while (count < VPB_FRAMEBUFFERS_MAX && (line = strsep(&rest, "\n"))) {
		struct vpb_memory_range range;
		int name = 0;

		if (sscanf(line, " %" SCNx64 "-%" SCNx64 " : %n", &range.first,
			    &range.last, &name) == 2 &&
			name && range.last && is_framebuffer_name(line + name))
			ranges[count++] = range;
	}
	return count;
}

bool vpb_framebuffers_are_hidden(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;

	if (vpb_root_read(root, "proc/iomem", &text) < 0)
		return false;
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		struct vpb_memory_range range;

		if (sscanf(line, " %" SCNx64 "-%" SCNx64, &range.first, &range.last) ==
				2 &&
			range.last)
			return false;
	}
	return text.length > 0;
}

bool vpb_framebuffer_is_below(const struct vpb_root *root, struct vpb_address address,
	const struct vpb_memory_range *ranges, int count)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX], *rest, *line;

	if (count <= 0 ||
		vpb_root_read(
			root, vpb_attribute_path(address, "resource", path), &text) < 0)
		return false;
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		struct vpb_memory_range bar;

		if (sscanf(line, "%" SCNx64 " %" SCNx64, &bar.first, &bar.last) != 2 ||
			!bar.last)
			continue;
		for (int i = 0; i < count; i++)
			if (ranges[i].first >= bar.first && ranges[i].last <= bar.last)
				return true;
	}
	return false;
}
