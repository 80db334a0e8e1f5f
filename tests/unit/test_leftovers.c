/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "../../host/machine/leftovers_judge.h"
#include "../../host/machine/leftovers_parse.h"
#include "unit.h"

/* "KIND NAMES" of each, and "!" after one with a trouble, "?" after one that is for a person. */
static void assert_found(vpb_leftover_parse *parse, const char *text, const char *found)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers list = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text said = {};
	const struct vpb_leftover_text from = {
		.path = "etc/x", .text = text, .list = &list};
	static const char *const kinds[] = {
		"ids", "stub", "load", "order", "against", "program", "file", "script"};

	assert_int_equal(parse(&from), 0);
	for (size_t i = 0; i < list.count; i++)
		vpb_text_add(&said, "%s%s %s%s%s", i ? "; " : "",
			kinds[list.items[i].kind], list.items[i].names,
			list.items[i].trouble ? "!" : "",
			list.items[i].is_by_hand ? "?" : "");
	assert_string_equal(said.data ? said.data : "", found);
}

/* What is left of a text where all of them go. */
static void assert_left(vpb_leftover_parse *parse, const char *text, const char *left)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers list = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text result = {};
	const struct vpb_leftover_text from = {
		.path = "etc/x", .text = text, .list = &list};
	bool goes[16];

	memset(goes, true, sizeof(goes));
	assert_int_equal(parse(&from), 0);
	assert_in_range(list.count, 0, 16);
	vpb_leftovers_take_out(&list, goes, "etc/x", text, &result);
	assert_string_equal(result.data, left);
	/* Nothing goes from another file. */
	vpb_text_done(&result);
	vpb_leftovers_take_out(&list, goes, "etc/y", text, &result);
	assert_string_equal(result.data, text);
}

#define OURS VPB_LEFTOVER_COMMENT

static void modprobe_lines(void **state)
{
	vpb_leftover_parse *const parse = vpb_leftover_parse_modprobe;

	(void)state;
	assert_found(parse, "options vfio-pci ids=10de:25a2,10de:2291\n",
		"ids 10de:25a2,10de:2291");
	assert_found(parse, "\toptions  vfio_pci\tids=10de:25a2 # my card\n",
		"ids 10de:25a2!");
	assert_found(parse,
		"options vfio-pci ids=\"10de:25a2, 10de:2291\" disable_vga=1\n",
		"ids \"10de:25a2,?");
	assert_found(parse, "options vfio-pci ids=10de:25a2 ids=8086:51f0\n",
		"ids 10de:25a2?");
	assert_found(parse, "options pci-stub ids=8086:1", "stub 8086:1");
	assert_found(parse, "options vfio-pci \\\n  ids=10de:25a2\n", "ids 10de:25a2");
	assert_found(parse, "# options vfio-pci ids=10de:25a2\n", "");
	assert_found(parse, "options vfio-pci disable_vga=1\n", "");
	assert_found(parse, "options vfio_iommu_type1 allow_unsafe_interrupts=1\n", "");
	assert_found(parse, "options kvm ignore_msrs=1\n", "");
	assert_found(parse, "options snd_hda_intel ids=1\n", "");
	assert_found(parse,
		"softdep nouveau pre: vfio-pci\nsoftdep drm pre: vfio vfio_pci\n",
		"order nouveau; order drm");
	assert_found(parse, "softdep i915 pre: vfio-pci other\n", "order i915?");
	assert_found(parse, "softdep i915 pre: other\n", "");
	assert_found(parse, "blacklist nouveau\noptions nouveau modeset=0\n",
		"against nouveau; against nouveau");
	assert_found(parse,
		"install nouveau /bin/false\ninstall radeon /usr/bin/true # x\n",
		"against nouveau; against radeon");
	assert_found(
		parse, "alias nouveau off\nalias char-major-10 x\n", "against nouveau");
	assert_found(parse, "install vfio-pci /usr/local/bin/vfio.sh a b\n",
		"program /usr/local/bin/vfio.sh");
	assert_found(
		parse, "install nouveau /sbin/modprobe --ignore-install nouveau\n", "");
	assert_found(parse, "", "");
	assert_found(parse, "options\nblacklist\n\n  \noptions vfio-pci", "");
}

static void modprobe_lines_go(void **state)
{
	vpb_leftover_parse *const parse = vpb_leftover_parse_modprobe;

	(void)state;
	assert_left(parse, "a\noptions vfio-pci ids=1:2  # x\nb\n",
		"a\n" OURS "options vfio-pci ids=1:2  # x\nb\n");
	assert_left(parse, "options vfio-pci ids=1:2 disable_vga=1\n",
		"options vfio-pci disable_vga=1\n");
	assert_left(parse, "options vfio-pci disable_vga=1 ids=1:2",
		"options vfio-pci disable_vga=1");
	assert_left(parse, "options vfio-pci \\\n ids=1:2\nx\n",
		OURS "options vfio-pci \\\n" OURS " ids=1:2\nx\n");
	assert_left(parse, "  blacklist nouveau", OURS "  blacklist nouveau");
}

static void lists_of_modules(void **state)
{
	(void)state;
	assert_found(vpb_leftover_parse_modules,
		"vfio\nvfio_iommu_type1\nvfio_pci ids=1:2,3:4 #mine\nnvme\n",
		"load vfio; load vfio_iommu_type1; ids 1:2,3:4!");
	assert_found(vpb_leftover_parse_modules, "softdep nvidia pre: vfio vfio_pci\n",
		"load softdep!");
	assert_found(
		vpb_leftover_parse_modules, "softdep nvidia pre: other\nvfiox\n", "");
	assert_found(vpb_leftover_parse_modules, "vfio_virqfd # old\n#vfio\n",
		"load vfio_virqfd!");
	assert_found(vpb_leftover_parse_load, "vfio-pci\n; vfio\nvfio_pci ids=1:2\n",
		"load vfio-pci; ids 1:2!");
	assert_left(vpb_leftover_parse_modules, "vfio\nvfio_pci ids=1:2 # x\nnvme",
		OURS "vfio\n" OURS "vfio_pci ids=1:2 # x\nnvme");
}

static void arrays_of_mkinitcpio(void **state)
{
	vpb_leftover_parse *const parse = vpb_leftover_parse_mkinitcpio;

	(void)state;
	assert_found(parse, "MODULES=(vfio_pci vfio i915)\n", "load vfio_pci; load vfio");
	assert_found(parse, "#MODULES=(vfio_pci)\nHOOKS=(vfio)\n", "");
	assert_found(parse, "MODULES=(i915 # vfio\n vfio_pci)\n", "load vfio_pci");
	assert_found(parse, "MODULES=($ALL vfio_pci)\n", "load vfio_pci?");
	assert_found(parse, "MODULES=(vfio_pci", "load vfio_pci?");
	assert_found(parse, "FILES=(/etc/modprobe.d/vfio.conf /usr/bin/vfio.sh)\n",
		"file /etc/modprobe.d/vfio.conf");
	assert_left(
		parse, "MODULES=(vfio_pci vfio i915 vfio_virqfd)\n", "MODULES=(i915)\n");
	assert_left(parse, "MODULES=(i915 vfio_pci ext4)\n", "MODULES=(i915 ext4)\n");
	assert_left(parse, "MODULES=( vfio vfio_pci )\nx\n", "MODULES=( )\nx\n");
	assert_left(parse, "MODULES=\"i915 vfio\"\n", "MODULES=\"i915\"\n");
	assert_left(
		parse, "MODULES+=(vfio vfio_pci)\n", OURS "MODULES+=(vfio vfio_pci)\n");
	assert_left(parse, "MODULES=(\n  vfio # x\n  vfio_pci\n  i915\n)\n",
		"MODULES=(\n # x\n" OURS "  vfio_pci\n  i915\n)\n");
}

static void values_of_dracut(void **state)
{
	vpb_leftover_parse *const parse = vpb_leftover_parse_dracut;

	(void)state;
	assert_found(
		parse, "add_drivers+=\" vfio vfio_pci \"\n", "load vfio; load vfio_pci");
	assert_found(parse, "force_drivers+=\"vfio_pci \"\n", "load vfio_pci!");
	assert_found(parse, "add_drivers+=' vfio_pci'\n", "load vfio_pci!");
	assert_found(parse, "add_drivers+=vfio_pci\n", "load vfio_pci!");
	assert_found(parse, "add_drivers=\"vfio_pci\"\n", "load vfio_pci");
	assert_found(parse, "omit_drivers+=\" nouveau \"\n", "against nouveau");
	assert_found(
		parse, "add_drivers+=\" nvme \"\nadd_dracutmodules+=\" vfio \"\n", "");
	assert_found(parse, "add_drivers+=\"\"\nforce_drivers+=\"", "");
	assert_left(parse, "add_drivers+=\" vfio \"; hostonly=yes\n",
		"add_drivers+=\" \"; hostonly=yes\n");
	/* No comment is one within quotes. */
	assert_found(parse, "add_drivers+=\"\n vfio\n nvme\n\"\n", "load vfio!?");
	assert_left(parse, "add_drivers+=\" vfio vfio_pci \"\n",
		OURS "add_drivers+=\" vfio vfio_pci \"\n");
	assert_left(parse, "add_drivers+=\" vfio nvme vfio_pci \"\n",
		"add_drivers+=\" nvme \"\n");
}

static void kernel_command_lines(void **state)
{
	vpb_leftover_parse *const parse = vpb_leftover_parse_kernel_line;

	(void)state;
	assert_found(parse, "root=A vfio-pci.ids=1:2,3:4 ro\n", "ids 1:2,3:4");
	assert_found(parse, "vfio_pci.ids=1:2 rd.driver.pre=vfio-pci rd.driver.pre=nvme",
		"ids 1:2; load vfio-pci");
	assert_found(parse, "modprobe.blacklist=nouveau,nvidia nouveau.modeset=0",
		"against nouveau,nvidia; against nouveau");
	assert_found(parse, "# vfio-pci.ids=1:2\na=\"b vfio-pci.ids=1:2\"\n", "");
	assert_left(parse, "root=A vfio-pci.ids=1:2 ro\n", "root=A ro\n");
	assert_left(parse, "vfio-pci.ids=1:2 root=A\n", "root=A\n");
	assert_left(parse, "root=A vfio-pci.ids=1:2", "root=A");
	assert_found(vpb_leftover_parse_grub,
		"GRUB_CMDLINE_LINUX_DEFAULT=\"quiet vfio-pci.ids=1:2\"\nGRUB_X=\"vfio-pci.ids=1:2\"\n",
		"ids 1:2");
	assert_found(vpb_leftover_parse_grub,
		"GRUB_CMDLINE_LINUX=\"a=\\\"b\\\" vfio-pci.ids=1:2\"\n", "");
	assert_left(vpb_leftover_parse_grub,
		"GRUB_CMDLINE_LINUX='vfio-pci.ids=1:2 rd.driver.pre=vfio-pci quiet' # x\n",
		"GRUB_CMDLINE_LINUX='quiet' # x\n");
	assert_left(vpb_leftover_parse_grub, "GRUB_CMDLINE_LINUX=vfio-pci.ids=1:2\n",
		"GRUB_CMDLINE_LINUX=\n");
}

static void programs(void **state)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers list = {};
	struct vpb_leftover_text from = {.path = "etc/modprobe.d/x.conf",
		.text = "install vfio-pci \"/sbin/vfio.sh\"; modprobe -i vfio-pci",
		.list = &list};

	(void)state;
	assert_int_equal(vpb_leftover_parse_modprobe(&from), 0);
	from.text = "install_items+=\" /usr/bin/find /sbin/vfio.sh \"\n";
	assert_int_equal(vpb_leftover_parse_dracut(&from), 0);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].names, "/sbin/vfio.sh");
	assert_int_equal(list.items[1].kind, VPB_LEFTOVER_FILE);
	assert_string_equal(list.items[1].words, "/sbin/vfio.sh");
	assert_found(vpb_leftover_parse_script,
		"#!/bin/sh\n# driver_override\n\techo x > /sys/$d/driver_override\n",
		"script /etc/x?");
	assert_found(vpb_leftover_parse_script, "echo x\n", "");
}

/* Two displays of one vendor, the first of them given to VMs, and the audio of the host. */
static struct vpb_device devices[] = {
	{.address = {.bus = 1}, .vendor = 0x10de, .device = 1, .class_code = 0x0300},
	{.address = {.bus = 2}, .vendor = 0x10de, .device = 2, .class_code = 0x0300},
	{.address = {.bus = 3}, .vendor = 0x8086, .device = 3, .class_code = 0x0403},
};
static const struct vpb_snapshot snapshot = {.devices = devices, .device_count = 3};

struct judged {
	bool given[3];
	struct vpb_driver_module modules[3];
	size_t module_count;
};

/* "named", "needed" and why the first line stays. */
static void assert_judged(const struct judged *judged, const char *text, const char *said)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers list = {};
	VPB_CLEANUP(vpb_leftover_verdict_done) struct vpb_leftover_verdict verdict = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text found = {};
	const struct vpb_leftover_text from = {
		.path = "etc/x", .text = text, .list = &list};
	const struct vpb_driver_modules modules = {
		.items = (struct vpb_driver_module *)judged->modules,
		.count = judged->module_count};
	const struct vpb_leftovers_scene scene = {
		&list, &snapshot, &modules, judged->given, judged->given};

	assert_int_equal(vpb_leftover_parse_modprobe(&from), 0);
	assert_int_equal(vpb_leftover_judge(&scene, 0, &verdict), 0);
	vpb_text_add(&found, "%s%s%s", verdict.is_named ? "named" : "",
		verdict.is_needed ? " needed" : "", verdict.stays.length ? ": " : "");
	vpb_text_add(&found, "%s", verdict.stays.length ? verdict.stays.data : "");
	assert_string_equal(found.data, said);
}

static void lines_against_drivers(void **state)
{
	bool both[] = {true, true, false}, first[] = {true, false, false};
	struct judged judged = {.given = {true, true, false}};

	(void)state;
	assert_judged(&judged, "blacklist nouveau\n", "named");
	assert_judged(&judged, "blacklist nvidia_drm\n", "named");
	assert_judged(&judged, "blacklist nvidiafb\n", "");
	assert_judged(&judged, "blacklist radeon\n", "");
	assert_judged(&judged, "blacklist snd_hda_intel\n",
		": keeps snd_hda_intel from 0000:03:00.0 as well, which stays with the host");
	judged.given[1] = false;
	assert_judged(&judged, "blacklist nouveau\n",
		"named: keeps nouveau from 0000:02:00.0 as well, which stays with the host");
	/* By the kernels' indexes, which know better. */
	judged.module_count = 1;
	judged.modules[0] = (struct vpb_driver_module){
		.name = "nouveau", .claims = first, .is_loadable = true};
	assert_judged(&judged, "blacklist nouveau\n", "named");
	/* Another driver of the host's is there for the device, unless it is kept out as well. */
	judged.module_count = 2;
	judged.modules[1] = (struct vpb_driver_module){
		.name = "nvidia", .claims = both, .is_loadable = true};
	assert_judged(&judged, "blacklist nouveau\n",
		"named needed: makes room for nvidia, the host's driver for 0000:01:00.0 when that "
		"is given back");
	assert_judged(&judged, "blacklist nouveau\nblacklist nvidia\n", "named");
	strcpy(judged.modules[1].name, "nvidiafb");
	assert_judged(&judged, "blacklist nouveau\n", "named");
}

static void lines_with_ids(void **state)
{
	struct judged judged = {.given = {true, false, false}};

	(void)state;
	assert_judged(&judged, "options vfio-pci ids=10de:1\n", "named");
	/* The host has the second one, so nothing is lost. */
	assert_judged(&judged, "options vfio-pci ids=10de:1,10de:2\n", "named");
	strcpy(devices[1].driver, "vfio-pci");
	assert_judged(&judged, "options vfio-pci ids=10de:1,10de:2\n",
		"named: gives 0000:02:00.0 to vfio-pci, which is not set up");
	assert_judged(&judged, "options vfio-pci ids=nonsense,10de:1\n", "named");
	devices[1].driver[0] = '\0';
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(modprobe_lines),
		cmocka_unit_test(modprobe_lines_go),
		cmocka_unit_test(lists_of_modules),
		cmocka_unit_test(arrays_of_mkinitcpio),
		cmocka_unit_test(values_of_dracut),
		cmocka_unit_test(kernel_command_lines),
		cmocka_unit_test(programs),
		cmocka_unit_test(lines_against_drivers),
		cmocka_unit_test(lines_with_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
