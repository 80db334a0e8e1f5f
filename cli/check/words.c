/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "../../host/machine/cmdline.h"

/* What the kernel does not know it leaves to init, in its environment (init/main.c). */
static bool is_left_to_init(const struct vpb_root *root, const char *start)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (vpb_root_read(root, "proc/1/environ", &text) < 0)
		return false;
	for (size_t i = 0; i < text.length; i += strlen(text.data + i) + 1)
		if (vpb_word_has_start(text.data + i, start))
			return true;
	return false;
}

/* A patch that some distributions carry; the kernel as it is published has no such word. */
static int acs_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	struct vpb_finding *finding;

	if (!vpb_kernel_line_find(scene->facts->cmdline, "pcie_acs_override"))
		return 0;
	if (!is_left_to_init(scene->root, "pcie_acs_override="))
		return vpb_findings_say(findings, VPB_KIND_ACS_OVERRIDE, -1, NULL,
			"pcie_acs_override= on the kernel command line has an effect only in "
			"kernels with the patch for it, and the groups that it splits are not "
			"kept apart by the hardware",
			"see whether 'vfio-prebind list' has the groups that you expect");
	finding = vpb_findings_add(findings, VPB_KIND_ACS_OVERRIDE, -1, NULL,
		"pcie_acs_override= on the kernel command line has no effect: this kernel is "
		"without the patch for it, and left the word to init",
		"remove it, or boot a kernel with that patch");
	if (!finding)
		return -ENOMEM;
	finding->severity = VPB_WARN;
	return 0;
}

/* sysfb and simpledrm make the framebuffer now, and do not ask efifb's word. */
static int efifb_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	bool is_there = false;

	for (size_t i = 0; i < scene->inventory->snapshot.device_count; i++)
		is_there |= scene->inventory->snapshot.devices[i].has_framebuffer;
	if (!is_there ||
		(!vpb_cmdline_has(scene->facts->cmdline, "video", "efifb:off") &&
			!vpb_cmdline_has(scene->facts->cmdline, "video", "vesafb:off")))
		return 0;
	return vpb_findings_say(findings, VPB_KIND_EFIFB_OFF, -1, NULL,
		"video=efifb:off on the kernel command line has no effect: the firmware "
		"framebuffer is there (see /proc/iomem)",
		"remove that word; vfio-pci removes the framebuffer from a VGA display");
}

int vpb_check_words(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = acs_look(scene, findings);

	return r < 0 ? r : efifb_look(scene, findings);
}
