/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What files give to the kernel command line of every boot, and what that asks of the IOMMU. */

#include <stdio.h>
#include <string.h>

#include "../../host/loader/change.h"
#include "../../host/machine/cmdline.h"
#include "tree.h"

/* A word, and whether the line asks for Intel's IOMMU, or turns it off. */
static void the_last_of_on_and_off_counts(void **state)
{
	static const struct {
		const char *line;
		bool asks, off;
	} rows[] = {
		{"ro intel_iommu=on quiet", true, false},
		{"intel_iommu=on,igfx_off", true, false},
		{"intel_iommu=igfx_off,on", true, false},
		{"intel_iommu=igfx_off intel_iommu=on", true, false},
		{"\"intel_iommu=on,sm_on\"", true, false},
		{"intel_iommu=\"on,igfx_off\"", true, false},
		{"intel-iommu=on", true, false},
		{"intel_iommu=igfx_off", false, false},
		{"intel_iommu=on,off", false, true},
		{"intel_iommu=off intel_iommu=on", true, false},
		{"intel_iommu=on intel_iommu=strict,off", false, true},
		{"xintel_iommu=on intel_iommu=once", false, false},
		{"", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(vpb_cmdline_asks_intel(rows[i].line), rows[i].asks);
		assert_int_equal(
			vpb_cmdline_says(rows[i].line, "intel_iommu=on"), rows[i].asks);
		assert_int_equal(vpb_cmdline_tells_intel_off(rows[i].line), rows[i].off);
	}
	assert_true(vpb_cmdline_says("iommu=soft,pt", "iommu=pt"));
	assert_false(vpb_cmdline_says("iommu=pt iommu=nopt", "iommu=pt"));
	assert_true(vpb_cmdline_says("a=1 quiet", "quiet"));
	assert_false(vpb_cmdline_says("quietly", "quiet"));
	/* What follows is init's. */
	assert_false(vpb_cmdline_says("ro -- quiet intel_iommu=on", "quiet"));
	assert_false(vpb_cmdline_says("ro -- quiet intel_iommu=on", "intel_iommu=on"));
}

/* Our own words are not somebody else's, also where the file is a link to another of /etc. */
static void our_words_count_as_ours_through_a_link(void **state)
{
	static const char *const known_as[] = {"etc/kept/grub", "etc/default/grub"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(known_as); i++) {
		TREE(tree);
		VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
		const struct vpb_loader_change change = {
			.root = &tree.root, .journal = &journal};
		struct vpb_journal_file *file;
		char path[PATH_MAX];

		tree_file(&tree, "etc/kept/grub", "quiet iommu=pt\n");
		tree_link(&tree, "etc/default/grub", "../kept/grub");
		file = vpb_journal_add_file(&journal, known_as[i]);
		assert_non_null(file);
		assert_int_equal(
			vpb_file_text_set(&file->original, true, "quiet\n", 6, 0), 0);
		assert_false(vpb_loader_file_says(
			&change, "etc/default/grub", 0, "iommu=pt", path));
	}
}

static const char *value_after(const char *text, bool is_lines)
{
	static char shown[200];
	struct vpb_variable items[] = {{.name = "A"}, {.name = "B[c]"}};
	struct vpb_variables variables = {items, 2, is_lines};

	assert_int_equal(vpb_variables_read(&variables, text), 0);
	snprintf(shown, sizeof(shown), "%s|%s%s",
		items[0].value.data ? items[0].value.data : "",
		items[1].value.data ? items[1].value.data : "",
		items[0].is_replaced ? "|=" : "");
	vpb_variables_done(&variables);
	return shown;
}

static void assignments_are_read_as_a_shell_does(void **state)
{
	static const struct {
		const char *text, *value;
	} rows[] = {
		{"A=x\nA=y\n", "y||="},
		{"A='x y' # z\n#A=w\n \t# A=v\n", "x y||="},
		{"A=\"x\"\nA=\"$A y\"\n", "x y||="},
		{"A=\"${A} y\"\n", " y|"},
		{"A=x; A+=\" y\"\n", "x y||="},
		{"A+=' y'", " y|"},
		{"export A=x\nexport\tB=y\n", "x||="},
		{"A=\"x \\\"y\\\" \\\n z\"\n", "x \"y\"  z||="},
		{"A=\"x\ny\"\n", "x\ny||="},
		{"OTHER=\"\nA=no\n\"\nA=x#y\n", "x#y||="},
		{"A=\"$(lsb \")\" A=q) x\"\n", " x||="},
		{"A=\"x $OTHER ${B[c]:-no}y\"", "x  y||="},
		{"B[c]=1\nA=\"${B[c]}2\"", "12|1|="},
		{"B[\"c\"]=1\nB['c']+=2\n", "|12"},
		{"[ -n \"$A\" ] && A=x || exit\n", "x||="},
		{"AA=x\n_A=x\nA =x\n--A=x\n", "|"},
		{"A='x", "x||="},
		{"A=\"x$", "x||="},
		{"A=${", "||="},
		{"", "|"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(value_after(rows[i].text, false), rows[i].value);
	assert_string_equal(
		value_after("B[c] += \" x y\"\nA = x y # z\n", true), "x y| x y|=");
	assert_string_equal(value_after("A=\"x\" # y\n#A=z\n", true), "x||=");
}

/* What the row says of a word that the tree's files have, or have not. */
static void assert_says(const struct tree *tree, const struct vpb_loader *loader,
	const char *cmdline, enum vpb_loader_said want, const char *want_path)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const struct vpb_facts facts = {.cmdline = (char *)cmdline};
	const struct vpb_loader_change change = {.root = &tree->root,
		.facts = &facts,
		.journal = &journal,
		.booted = {.loader = loader}};
	char path[PATH_MAX] = "";

	assert_int_equal(vpb_loader_says(&change, "intel_iommu=on", path), want);
	assert_string_equal(path, want_path);
}

static void only_the_last_assignment_of_the_right_variable_counts(void **state)
{
	static const struct vpb_loader *const grub = &vpb_loader_grub;
	static const char file[] = "etc/default/grub";
	TREE(tree);

	(void)state;
	tree_file(&tree, file, "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet intel_iommu=on\"\n");
	assert_says(&tree, grub, "ro", VPB_SAID_UNBOOTED, file);
	assert_says(&tree, grub, "ro intel_iommu=on,igfx_off", VPB_SAID, file);
	tree_file(&tree, "etc/default/grub.d/x.cfg",
		"GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT a\"\n");
	assert_says(&tree, grub, "ro", VPB_SAID_UNBOOTED, file);
	tree_file(&tree, "etc/default/grub.d/x.cfg", "GRUB_CMDLINE_LINUX_DEFAULT=a\n");
	assert_says(&tree, grub, "ro intel_iommu=on", VPB_SAID_NOWHERE, "");
	/* Where that folder is not read. */
	assert_says(&tree, &vpb_loader_grub_file, "ro", VPB_SAID_UNBOOTED, file);
	tree_file(&tree, file,
		"GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\" # intel_iommu=on\n"
		"GRUB_CMDLINE_XEN=intel_iommu=on\n");
	assert_says(&tree, grub, "ro", VPB_SAID_NOWHERE, "");
	tree_file(&tree, "etc/default/grub.d/y.cfg",
		"GRUB_CMDLINE_LINUX+=' intel_iommu=igfx_off,on'\n");
	assert_says(&tree, grub, "ro", VPB_SAID_UNBOOTED, "etc/default/grub.d/y.cfg");
}

static void of_kernel_cmdline_the_lines_count_that_the_tool_reads(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, VPB_KERNEL_CMDLINE, "root=A\nintel_iommu=on\n");
	assert_says(&tree, &vpb_loader_kernel_install, "ro", VPB_SAID_UNBOOTED,
		VPB_KERNEL_CMDLINE);
	assert_says(
		&tree, &vpb_loader_proxmox, "ro", VPB_SAID_IN_VAIN, VPB_KERNEL_CMDLINE);
	tree_file(&tree, VPB_KERNEL_CMDLINE, "root=A intel_iommu=on\nintel_iommu=off\n");
	assert_says(&tree, &vpb_loader_kernel_install, "ro", VPB_SAID_NOWHERE, "");
	assert_says(
		&tree, &vpb_loader_proxmox, "ro", VPB_SAID_UNBOOTED, VPB_KERNEL_CMDLINE);
}

static void grubby_says_what_all_entries_have(void **state)
{
	static const char one[] = "boot/loader/entries/1.conf";
	TREE(tree);

	(void)state;
	tree_file(&tree, one, "options root=A intel_iommu=on\n");
	tree_file(&tree, "boot/loader/entries/0-rescue.conf", "options root=A\n");
	assert_says(&tree, &vpb_loader_grubby, "ro", VPB_SAID_UNBOOTED, one);
	tree_file(&tree, "boot/loader/entries/2.conf", "options root=A\n");
	assert_says(&tree, &vpb_loader_grubby, "ro", VPB_SAID_NOWHERE, "");
}

/* By gzip: "CONFIG_INTEL_IOMMU=y", and that it is not on by default. */
static void the_running_kernel_may_have_its_configuration_with_it(void **state)
{
	static const unsigned char packed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x02, 0x03, 0x73, 0xf6, 0xf7, 0x73, 0xf3, 0x74, 0x8f, 0xf7, 0xf4,
		0x0b, 0x71, 0xf5, 0x89, 0xf7, 0xf4, 0xf7, 0xf5, 0x0d, 0xb5, 0xad, 0xe4,
		0x52, 0x56, 0x70, 0xc6, 0x10, 0x8e, 0x77, 0x71, 0x75, 0x73, 0x0c, 0xf5,
		0x09, 0x89, 0xf7, 0xf7, 0x53, 0xc8, 0x2c, 0x56, 0xc8, 0xcb, 0x2f, 0x51,
		0x28, 0x4e, 0x2d, 0xe1, 0x02, 0x00, 0x04, 0xea, 0xb6, 0xb8, 0x40, 0x00,
		0x00, 0x00};
	static const char path[] = "proc/config.gz";
	struct vpb_kernel_config config = {};
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/sys/kernel/osrelease", "6.1\n");
	tree_bytes(&tree, path, packed, sizeof(packed));
	vpb_facts_read_config(&tree.root, "6.0", &config);
	assert_int_equal(config.intel_iommu, VPB_UNKNOWN);
	vpb_facts_read_config(&tree.root, "6.1", &config);
	assert_int_equal(config.intel_iommu, VPB_YES);
	assert_int_equal(config.intel_default_on, VPB_NO);
	config = (struct vpb_kernel_config){};
	for (size_t i = 0; i < 20; i++) {
		tree_bytes(&tree, path, packed, i);
		vpb_facts_read_config(&tree.root, "6.1", &config);
		assert_int_equal(config.intel_iommu, VPB_UNKNOWN);
	}
	tree_file(&tree, path, "CONFIG_INTEL_IOMMU=y\n");
	vpb_facts_read_config(&tree.root, "6.1", &config);
	assert_int_equal(config.intel_iommu, VPB_UNKNOWN);
	/* What is in /boot is asked first. */
	tree_file(&tree, "boot/config-6.1", "CONFIG_AMD_IOMMU=y\n");
	tree_bytes(&tree, path, packed, sizeof(packed));
	vpb_facts_read_config(&tree.root, "6.1", &config);
	assert_int_equal(config.intel_iommu, VPB_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_words_count_as_ours_through_a_link),
		cmocka_unit_test(the_last_of_on_and_off_counts),
		cmocka_unit_test(assignments_are_read_as_a_shell_does),
		cmocka_unit_test(only_the_last_assignment_of_the_right_variable_counts),
		cmocka_unit_test(of_kernel_cmdline_the_lines_count_that_the_tool_reads),
		cmocka_unit_test(grubby_says_what_all_entries_have),
		cmocka_unit_test(the_running_kernel_may_have_its_configuration_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
