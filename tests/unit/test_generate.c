/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The pure parts of `generate`: softdep lines, the loaders' forms, what a kernel needs, ids. */

#include <string.h>

#include "../../host/generate/generate.h"
#include "fixture.h"

/* The lines of a module in the order in which modprobe finds them, and what is made of them. */
static const char *merged(const char *const *lines, struct vpb_text *shown)
{
	VPB_CLEANUP(vpb_softdep_done) struct vpb_softdep softdep = {};

	while (*lines && vpb_softdep_add(&softdep, *lines))
		lines++;
	vpb_text_done(shown);
	vpb_text_add(shown, "%s;%s", softdep.pre.data ? softdep.pre.data : "",
		softdep.post.data ? softdep.post.data : "");
	return shown->data;
}

static void assert_merged(const char *const *lines, const char *want)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text shown = {};

	assert_string_equal(merged(lines, &shown), want);
}

static void the_first_softdep_line_counts(void **state)
{
	(void)state;
	assert_merged((const char *[]){NULL}, ";");
	assert_merged((const char *[]){"pre: realtek ", NULL}, " realtek;");
	assert_merged((const char *[]){"pre: a b post: c", "pre: d", NULL}, " a b; c");
	assert_merged((const char *[]){"post: c pre: a", NULL}, " a; c");
	/* As libkmod 30 gives it back. */
	assert_merged((const char *[]){"pre: a bpost: c", NULL}, " a b; c");
	assert_merged(
		(const char *[]){"pre: a vfio-pcipost: c", "pre: d", NULL}, " a d; c");
	/* modprobe knows no names before the first "pre:". */
	assert_merged((const char *[]){"aes", "pre: d", NULL}, ";");
}

static void a_line_for_vfio_hides_no_other(void **state)
{
	(void)state;
	assert_merged((const char *[]){"pre: vfio-pci", "pre: realtek", "pre: x", NULL},
		" realtek;");
	assert_merged(
		(const char *[]){"pre: vfio_pci realtek", "pre: realtek snd-a", NULL},
		" realtek snd-a;");
	assert_merged((const char *[]){"pre: snd-a vfio-pci", "pre: snd_a post: b", NULL},
		" snd-a; b");
	assert_merged((const char *[]){"pre: vfio-pci-core", "pre: b", NULL},
		" vfio-pci-core;");
}

static void module_names_know_no_dash(void **state)
{
	(void)state;
	assert_true(vpb_module_name_is("snd-hda_intel", 13, "snd_hda-intel"));
	assert_true(vpb_module_name_is("vfio-pci more", 8, "vfio_pci"));
	assert_false(vpb_module_name_is("vfio-pci", 8, "vfio_pci_core"));
	assert_false(vpb_module_name_is("vfio", 4, "vfix"));
}

static void assert_form(const char *loader, const char *words, const char *want)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	assert_non_null(vpb_loader_find(loader));
	vpb_loader_form_add(&vpb_loader_find(loader)->form, words, &text);
	assert_string_equal(text.data ? text.data : "", want);
}

static void each_loader_has_its_form(void **state)
{
	(void)state;
	assert_form("plain", "a=1 b=2", "a=1 b=2\n");
	assert_form("plain", "a=1", "a=1\n");
	assert_form("plain", "a=\"1  2\" b", "a=\"1  2\" b\n");
	assert_form("grub", "a=1 b=2",
		"GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT a=1 b=2\"\n");
	assert_form(
		"grubby", "a=1 b=2", "grubby --update-kernel=ALL --args=\"a=1 b=2\"\n");
	assert_form("kernel-install", "a=1 b=2", "a=1 b=2\n");
	assert_form("kernelstub", "a=1 b=2", "kernelstub --add-options \"a=1 b=2\"\n");
	assert_form("limine", "a=1 b=2", "KERNEL_CMDLINE[default]+=\" a=1 b=2\"\n");
	assert_form("mkinitcpio", "a=1 b=2", "a=1 b=2\n");
	assert_form("proxmox", "a=1 b=2", "a=1 b=2\n");
	assert_form("refind", "a=1 b=2", "\"Boot with standard options\"  \"a=1 b=2\"\n");
	assert_form("u-boot", "a=1 b=2",
		"U_BOOT_PARAMETERS=\"${U_BOOT_PARAMETERS:-$(cat /etc/kernel/cmdline "
		"2>/dev/null || echo ro quiet)} a=1 b=2\"\n");
	assert_form("rpm-ostree", "a=1 b=2",
		"rpm-ostree kargs --append-if-missing=a=1 --append-if-missing=b=2\n");
	assert_null(vpb_loader_find("lilo"));
	/* Not for users to ask for, though setup finds it. */
	assert_null(vpb_loader_find("grub-file"));
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->summary)
			assert_form(vpb_loaders[i]->name, "", "");
}

static void assert_joined(const char *base, const char *words, const char *want)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_loader_words_join(base, words, &text);
	assert_string_equal(text.data, want);
}

static void words_are_joined_once(void **state)
{
	(void)state;
	assert_joined("", "a=1 b=2", "a=1 b=2");
	assert_joined("root=/dev/a ro", "", "root=/dev/a ro");
	assert_joined("root=/dev/a ro", "a=1 b=2", "root=/dev/a ro a=1 b=2");
	assert_joined("root=/dev/a a=1 ro", "a=1 b=2", "root=/dev/a a=1 ro b=2");
	assert_joined("a=12 xa=1", "a=1", "a=12 xa=1 a=1");
	assert_joined("vfio-pci.ids=1:2 ro vfio_pci.ids=3:4", "vfio-pci.ids=5:6",
		"ro vfio-pci.ids=5:6");
	assert_joined(
		"ro vfio-pci.ids=5:6", "a=1 vfio-pci.ids=5:6", "ro a=1 vfio-pci.ids=5:6");
	assert_joined("ro vfio-pci.ids=5:6", "a=1", "ro vfio-pci.ids=5:6 a=1");
	/* What comes after "--" is init's. */
	assert_joined("ro -- single", "a=1", "ro a=1 -- single");
	assert_joined("ro -- a=1", "a=1", "ro a=1 -- a=1");
	assert_joined("-- x", "a=1", "a=1 -- x");
	/* A quoted value is one word. */
	assert_joined("x=\"p  a=1 vfio-pci.ids=1:2 q\" ro", "a=1 vfio-pci.ids=5:6",
		"x=\"p  a=1 vfio-pci.ids=1:2 q\" ro a=1 vfio-pci.ids=5:6");
}

/* Which kernels need intel_iommu=on: "off", "gpu", "unknown" for the reason, or "". */
static const char *need(struct vpb_kernel_config config, bool has_groups,
	const char *cmdline, bool is_running, bool gpu)
{
	const struct vpb_facts facts = {
		.has_groups = has_groups, .cmdline = (char *)cmdline};
	const char *why = vpb_generate_intel_need(&facts, &config, is_running, gpu);

	return !why			   ? ""
	       : strstr(why, "is unknown") ? "unknown"
	       : strstr(why, "integrated") ? "gpu"
					   : "off";
}

static void a_kernel_needs_the_word_where_it_is_off(void **state)
{
	const struct vpb_kernel_config off = {.intel_default_on = VPB_NO},
				       on = {.intel_default_on = VPB_YES},
				       spares = {.intel_default_on = VPB_YES,
					       .intel_spares_gpu = true},
				       none = {.intel_iommu = VPB_NO,
					       .intel_default_on = VPB_NO},
				       unknown = {};

	(void)state;
	assert_string_equal(need(off, false, "ro", true, false), "off");
	/* That it is on today is the work of that very word. */
	assert_string_equal(need(off, true, "intel_iommu=on", true, false), "off");
	assert_string_equal(need(off, false, "ro", false, true), "off");
	assert_string_equal(need(on, false, "ro", true, true), "");
	assert_string_equal(need(spares, true, "ro", true, false), "");
	assert_string_equal(need(spares, true, "ro", true, true), "gpu");
	assert_string_equal(need(none, false, "ro", true, false), "");
	assert_string_equal(need(unknown, true, "ro", true, false), "");
	assert_string_equal(
		need(unknown, true, "ro intel_iommu=on", true, false), "unknown");
	assert_string_equal(need(unknown, true, "ro", false, false), "unknown");
	assert_string_equal(need(unknown, false, "ro", true, false), "unknown");
}

static void assert_ids(
	const char *devices, const char *config, const char *want, const char *left_out)
{
	FIXTURE(fixture);
	VPB_CLEANUP(vpb_text_done) struct vpb_text ids = {};
	VPB_CLEANUP(vpb_output_done) struct vpb_output output = {};
	struct vpb_run run;

	fixture_devices(&fixture, devices);
	fixture_config(&fixture, config);
	fixture_plan(&fixture);
	run = (struct vpb_run){.snapshot = fixture.snapshot, .plan = fixture.plan};
	vpb_generate_add_ids(&run, &ids, &output);
	assert_string_equal(ids.data ? ids.data : "", want);
	assert_int_equal(output.refused, left_out != NULL);
	if (left_out)
		assert_non_null(strstr(output.notes.data, left_out));
}

static void ids_name_no_device_of_the_host(void **state)
{
	static const char cards[] = "00:02.0 8086:0412 0300 boot-vga\n"
				    "01:00.0 10de:2820 0300\n"
				    "01:00.1 10de:22bd 0403\n"
				    "02:00.0 10de:2487 0300\n"
				    "02:00.1 10de:22bd 0403\n";

	(void)state;
	assert_ids(cards, "", "", NULL);
	assert_ids(cards, "bind 01:00.0\nbind 02:00.0", "10de:2820,10de:22bd,10de:2487",
		NULL);
	assert_ids(cards, "bind 01:00.0", "10de:2820",
		"the id 10de:22bd: 0000:02:00.1 has it as well");
	assert_ids(cards, "bind 01:00.1", "", "the id 10de:22bd: 0000:02:00.1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_softdep_line_counts),
		cmocka_unit_test(a_line_for_vfio_hides_no_other),
		cmocka_unit_test(module_names_know_no_dash),
		cmocka_unit_test(each_loader_has_its_form),
		cmocka_unit_test(words_are_joined_once),
		cmocka_unit_test(a_kernel_needs_the_word_where_it_is_off),
		cmocka_unit_test(ids_name_no_device_of_the_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
