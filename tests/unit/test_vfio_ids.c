/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "../../helper/core/vfio_ids.h"
#include "fixture.h"

/* The rules that a file of modprobe.d makes: "3:7 10de:2820\n". */
static const char *modprobe_show(struct fixture *fixture, const char *text)
{
	assert_int_equal(
		vpb_modprobe_parse(&fixture->request, "file", text, strlen(text)), 0);
	vpb_text_add(&fixture->shown, "%s", "");
	for (size_t i = 0; i < fixture->request.rule_count; i++) {
		const struct vpb_rule *rule = &fixture->request.rules[i];

		assert_true(rule->from_vfio_ids);
		assert_int_equal(rule->origin.kind, VPB_ORIGIN_FILE);
		vpb_text_add(&fixture->shown, "%u:%u %s\n", rule->origin.line,
			rule->origin.column, rule->word);
	}
	return fixture->shown.data;
}

/* What is expected of each line was seen with `modprobe -c` and `modprobe -nv` of kmod 30. */
static void modprobe_reads_it_so(void **state)
{
	static const struct {
		const char *text, *rules;
	} cases[] = {
		{"options vfio-pci ids=10de:2820", "1:22 10de:2820\n"},
		{" \toptions\tvfio_pci\t disable_vga=1  ids=10de:2820,,10de:22bd\n",
			"1:40 10de:2820\n1:51 10de:22bd\n"},
		{"options vfio-pci ids=\"10de:2820\"\n", "1:23 10de:2820\n"},
		{"options vfio-pci \"ids=10de:2820\"\n", "1:23 10de:2820\n"},
		{"options vfio-pci ids=1:2\noptions vfio-pci ids=3:4\n", "2:22 3:4\n"},
		{"options vfio-pci ids=1:2\noptions vfio-pci ids=\n", ""},
		{"#options vfio-pci ids=1:2\n# options vfio-pci ids=1:2\n", ""},
		{"options vfio-pci ids=1:2 # my card\n", "1:22 1:2\n"},
		{"options \\\n vfio-pci \\\n  ids=1:2,\\\n3:4\n\noptions x y\n",
			"3:7 1:2\n4:1 3:4\n"},
		{"options vfio\\-pci ids\\=1:2,\\3:4", "1:24 1:2\n1:29 3:4\n"},
		{"options vfio-pci ids=1:2\\", "1:22 1:2\n"},
		{"options vfio ids=1:2\noptions vfio-pci-x ids=1:2\noption vfio-pci ids=1:2\n"
		 "options vfio-pci\noptions vfio-pci xids=1:2 ids\nids=1:2\n",
			""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		FIXTURE(fixture);

		assert_string_equal(
			modprobe_show(&fixture, cases[i].text), cases[i].rules);
		assert_string_equal(fixture_show_problems(&fixture), "");
	}
}

static void what_is_no_id_is_named(void **state)
{
	FIXTURE(fixture);

	(void)state;
	assert_string_equal(
		modprobe_show(&fixture, "options vfio-pci ids=1:2,01.0\n"), "1:22 1:2\n");
	vpb_text_done(&fixture.shown);
	assert_string_equal(fixture_show_problems(&fixture), "file:1:26: '01.0'\n");
}

static bool stub_names(const char *cmdline)
{
	FIXTURE(fixture);

	fixture_devices(&fixture, "01:00.0 10de:2820 0300 sub=1:2");
	return vpb_stub_ids_name(cmdline, &fixture.snapshot.devices[0]);
}

/* The same grammar as vfio-pci's; the last word counts. */
static void a_stub_names_by_ids(void **state)
{
	static const char *const named[] = {"pci-stub.ids=10de:2820",
		"pci_stub.ids=1:1,,10de:2820 ro", "\"pci-stub.ids=10de:2820:1:2\"",
		"pci-stub.ids=10de:ffffffff:1:ffffffff:030000:ff0000",
		"pci-stub.ids=1:1 pci_stub.ids=10de:2820"};
	static const char *const not_named[] = {"", "ro", "pci-stub.ids",
		"pci-stub.ids=", "pci-stub.ids=10de:2821", "pci-stub.ids=10de",
		"xpci-stub.ids=10de:2820", "pci-stub.ids=10de:2820:2:2",
		"pci-stub.ids=10de:2820 pci-stub.ids=1:1",
		"pci-stub.ids=10de:ffffffff:1:2:040000:ff0000",
		"-- pci-stub.ids=10de:2820"};

	(void)state;
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		assert_true(stub_names(named[i]));
	for (size_t i = 0; i < sizeof(not_named) / sizeof(*not_named); i++)
		assert_false(stub_names(not_named[i]));
}

static void misspellings_are_seen(void **state)
{
	static const char *const meant[] = {"vfio-pci-ids=10de:25a2",
		"vfio_pci.id=", "vfio.pci.ids=", "vfio-pci.ids:10de:25a2", "vfiopci.ids",
		"vfio_pci_ids=", "vfio-pci.isd=", "VFIO-PCI.IDS=", "vfio-pic.ids",
		"vfio-pci.idss=", "vfio.ids=", "vfo-pci.ids"};
	static const char *const others[] = {"vfio-pci.ids=1:2", "vfio_pci.ids",
		"vfio-pci.disable_vga=1", "vfio_pci.disable_idle_d3", "vfio-pci",
		"vfio=", "vfio_iommu_type1.allow_unsafe_interrupts",
		"vfio_pci.enable_sriov", "ids=", "pci-stub.ids=1:2", "", "=",
		"vfio-pci.nointxmask"};

	(void)state;
	for (size_t i = 0; i < sizeof(meant) / sizeof(*meant); i++)
		assert_true(vpb_vfio_ids_are_meant(meant[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(vpb_vfio_ids_are_meant(others[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(modprobe_reads_it_so),
		cmocka_unit_test(what_is_no_id_is_named),
		cmocka_unit_test(a_stub_names_by_ids),
		cmocka_unit_test(misspellings_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
