/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/sys/sources.h"
#include "fixture.h"
#include "tree.h"

#define ETC VPB_CONFIG_DIRECTORY_ETC "/"
#define USR VPB_CONFIG_DIRECTORY_USR "/"

/* The selectors in the order in which they were read, "01:00.0 02:00.0". */
static const char *rules_show(struct fixture *fixture)
{
	vpb_text_done(&fixture->shown);
	vpb_text_add(&fixture->shown, "%s", "");
	for (size_t i = 0; i < fixture->request.rule_count; i++)
		vpb_text_add(&fixture->shown, "%s%s", i ? " " : "",
			fixture->request.rules[i].word);
	return fixture->shown.data;
}

static void sources_read(const struct tree *tree, struct fixture *fixture)
{
	const struct vpb_sources usual = {};

	alarm(20);
	assert_int_equal(vpb_sources_read(&tree->root, &usual, &fixture->request), 0);
	alarm(0);
}

static void nothing_there_is_no_problem(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "ro quiet\n");
	sources_read(&tree, &fixture);
	assert_string_equal(rules_show(&fixture), "");
	assert_int_equal(fixture.request.problem_count, 0);
	assert_null(fixture.request.rescue);
}

static void the_order_is_file_drop_ins_command_line(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "vfio_prebind.bind=09:00.0\n");
	tree_file(&tree, ETC "30-c.conf", "bind 04:00.0\n");
	tree_file(&tree, USR "20-b.conf", "bind 03:00.0\n");
	tree_file(&tree, ETC "10-a.conf", "bind 02:00.0\n");
	tree_file(&tree, USR "9.conf", "bind 06:00.0\n");
	tree_file(&tree, USR "a.conf", "bind 08:00.0\n");
	tree_file(&tree, ETC "Z.conf", "bind 07:00.0\n");
	tree_file(&tree, USR "30-d.conf", "bind 05:00.0\n");
	tree_file(&tree, VPB_CONFIG_FILE, "bind 01:00.0\n");
	sources_read(&tree, &fixture);
	assert_string_equal(rules_show(&fixture),
		"01:00.0 02:00.0 03:00.0 04:00.0 05:00.0 06:00.0 07:00.0 08:00.0 09:00.0");
	assert_int_equal(fixture.request.problem_count, 0);
}

static void etc_hides_usr(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "");
	tree_file(&tree, USR "a.conf", "bind 01:00.0\n");
	tree_file(&tree, USR "b.conf", "bind 02:00.0\n");
	tree_file(&tree, USR "c.conf", "bind 03:00.0\n");
	tree_file(&tree, USR "d.conf", "bind 04:00.0\n");
	tree_file(&tree, ETC "a.conf", "bind 05:00.0\n");
	tree_file(&tree, ETC "b.conf", "");
	tree_link(&tree, ETC "c.conf", "/dev/null");
	sources_read(&tree, &fixture);
	assert_string_equal(rules_show(&fixture), "05:00.0 04:00.0");
	assert_int_equal(fixture.request.problem_count, 0);
}

static void only_conf_files_are_drop_ins(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "");
	tree_file(&tree, ETC "a.conf.bak", "bind 01:00.0\n");
	tree_file(&tree, ETC "a.conf~", "bind 01:00.0\n");
	tree_file(&tree, ETC ".hidden.conf", "bind 01:00.0\n");
	tree_file(&tree, ETC ".conf", "bind 01:00.0\n");
	tree_file(&tree, ETC "README", "bind 01:00.0\n");
	tree_file(&tree, ETC "x.conf", "bind 02:00.0\n");
	sources_read(&tree, &fixture);
	assert_string_equal(rules_show(&fixture), "02:00.0");
}

static void a_rule_names_its_file(void **state)
{
	FIXTURE(fixture);
	TREE(tree);
	char source[128];

	(void)state;
	tree_file(&tree, "proc/cmdline", "");
	tree_file(&tree, ETC "a.conf", "\nbind 02:00.0\n");
	sources_read(&tree, &fixture);
	snprintf(source, sizeof(source), "%s/" ETC "a.conf", tree.path);
	assert_string_equal(fixture.request.rules[0].origin.source, source);
	assert_int_equal(fixture.request.rules[0].origin.line, 2);
}

/* FIFOs, directories, loops: each a problem that names the file, and the rest still counts. */
static void what_cannot_be_read_is_a_problem(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_fifo(&tree, VPB_CONFIG_FILE);
	tree_directory(&tree, ETC "a.conf");
	tree_link(&tree, ETC "b.conf", "b.conf");
	tree_file(&tree, ETC "c.conf", "bind 01:00.0\n");
	tree_fifo(&tree, ETC "d.conf");
	tree_file(&tree, "proc/cmdline", "vfio_prebind.bind=02:00.0");
	sources_read(&tree, &fixture);
	assert_string_equal(rules_show(&fixture), "01:00.0 02:00.0");
	assert_int_equal(fixture.request.problem_count, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct vpb_problem *problem = &fixture.request.problems[i];

		assert_non_null(strstr(problem->message, "cannot be read"));
		assert_non_null(strstr(problem->origin.source, tree.path));
	}
	assert_non_null(
		strstr(fixture.request.problems[0].origin.source, "/" VPB_CONFIG_FILE));
	assert_non_null(strstr(fixture.request.problems[1].origin.source, ETC "a.conf"));
}

static void a_folder_that_cannot_be_read_is_a_problem(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_link(&tree, VPB_CONFIG_DIRECTORY_ETC, "vfio-prebind.conf.d");
	tree_file(&tree, "proc/cmdline", "vfio_prebind.bind=02:00.0");
	sources_read(&tree, &fixture);
	assert_string_equal(rules_show(&fixture), "02:00.0");
	assert_int_equal(fixture.request.problem_count, 1);
	assert_non_null(strstr(fixture.request.problems[0].message, "cannot be read"));
	assert_non_null(strstr(
		fixture.request.problems[0].origin.source, "/" VPB_CONFIG_DIRECTORY_ETC));
}

static void junk_is_problems_and_no_more(void **state)
{
	char bytes[2048];
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 37 + i / 256);
	tree_bytes(&tree, VPB_CONFIG_FILE, bytes, sizeof(bytes));
	tree_file(&tree, "proc/cmdline", "vfio_prebind.bind=02:00.0");
	sources_read(&tree, &fixture);
	assert_string_equal(rules_show(&fixture), "02:00.0");
	assert_true(fixture.request.problem_count > 0);
}

static void without_a_command_line_there_is_a_problem(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_fifo(&tree, "proc/cmdline");
	sources_read(&tree, &fixture);
	assert_int_equal(fixture.request.problem_count, 1);
	assert_non_null(
		strstr(fixture.request.problems[0].origin.source, "/proc/cmdline"));
}

static void a_crash_dump_kernel_is_a_rescue(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "ro vfio_prebind.bind=02:00.0");
	tree_file(&tree, "proc/vmcore", "");
	sources_read(&tree, &fixture);
	assert_string_equal(fixture.request.rescue, "/proc/vmcore");
	assert_false(vpb_request_is_active(&fixture.request));
}

static void a_rescue_word_comes_before_vmcore(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "single");
	tree_file(&tree, "proc/vmcore", "");
	sources_read(&tree, &fixture);
	assert_string_equal(fixture.request.rescue, "single");
}

static void a_firmware_table_says_that_the_root_is_on_the_network(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "root=/dev/sda1");
	tree_file(&tree, "sys/firmware/acpi/tables/NBFT", "");
	sources_read(&tree, &fixture);
	assert_string_equal(
		fixture.request.network_root, "sys/firmware/acpi/tables/NBFT");
}

/* Only the network root of the boot that happens to run now is true of the next one, too. */
static void selectors_come_instead_of_all_rules(void **state)
{
	static const char *const selectors[] = {
		"03:00.0", "10de:2820+all+allow=boot-display", NULL};
	const struct vpb_sources sources = {.selectors = selectors, .is_for_files = true};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, VPB_CONFIG_FILE, "bind 01:00.0\nskip 03:00.0\n");
	tree_file(&tree, "proc/cmdline",
		"vfio_prebind.bind=02:00.0 vfio_prebind.nonsense vfio-pci.ids=10de:1 "
		"vfio_prebind.enable=0 single ip=dhcp");
	tree_file(&tree, "proc/vmcore", "");
	assert_int_equal(vpb_sources_read(&tree.root, &sources, &fixture.request), 0);
	assert_string_equal(rules_show(&fixture), "03:00.0 10de:2820");
	assert_true(fixture.request.rules[1].all);
	assert_int_not_equal(fixture.request.rules[1].allow, 0);
	assert_int_equal(fixture.request.rules[1].origin.line, 2);
	assert_int_equal(fixture.request.problem_count, 0);
	assert_true(vpb_request_is_active(&fixture.request));
	assert_string_equal(fixture.request.network_root, "ip=dhcp");
}

static void files_outlive_the_switches_of_a_boot(void **state)
{
	const struct vpb_sources sources = {.is_for_files = true};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_file(&tree, VPB_CONFIG_FILE, "bind 01:00.0\n");
	tree_file(&tree, "proc/cmdline",
		"vfio_prebind.enable=0 single vfio_prebind.bind=02:00.0");
	tree_file(&tree, "proc/vmcore", "");
	assert_int_equal(vpb_sources_read(&tree.root, &sources, &fixture.request), 0);
	assert_string_equal(rules_show(&fixture), "01:00.0 02:00.0");
	assert_true(vpb_request_is_active(&fixture.request));
}

/* systemd's folder lies anywhere: its path is absolute, and outside the tree here. */
static void a_credential_comes_behind_the_files(void **state)
{
	FIXTURE(fixture);
	TREE(tree);
	TREE(other);
	struct vpb_sources sources = {.credentials = other.path};

	(void)state;
	tree_file(&tree, "proc/cmdline", "vfio_prebind.bind=03:00.0");
	tree_file(&tree, VPB_CONFIG_FILE, "bind 01:00.0\n");
	tree_file(&other, VPB_CREDENTIAL, "bind 02:00.0\nbind 04:00.0 allow=twin\n");
	assert_int_equal(vpb_sources_read(&tree.root, &sources, &fixture.request), 0);
	assert_string_equal(rules_show(&fixture), "01:00.0 02:00.0 03:00.0");
	assert_string_equal(fixture_show_problems(&fixture),
		"credential vfio-prebind.conf:2:14: 'allow=twin'\n");
}

static void a_credential_may_be_missing_and_not_unreadable(void **state)
{
	FIXTURE(fixture);
	TREE(tree);
	TREE(other);
	struct vpb_sources sources = {.credentials = other.path, .cmdline = ""};

	(void)state;
	assert_int_equal(vpb_sources_read(&tree.root, &sources, &fixture.request), 0);
	assert_int_equal(fixture.request.problem_count, 0);
	tree_directory(&other, VPB_CREDENTIAL);
	assert_int_equal(vpb_sources_read(&tree.root, &sources, &fixture.request), 0);
	assert_string_equal(fixture_show_problems(&fixture),
		"credential vfio-prebind.conf:1:1: ''\n");
}

/* Where files have one name the first folder's counts; the last ids= counts; then the command line's. */
static void the_ids_of_modprobe_come_before_the_command_line(void **state)
{
	static const char *const places[] = {"etc/modprobe.d/b.conf",
		"run/modprobe.d/a.conf", "usr/local/lib/modprobe.d/c.conf",
		"usr/lib/modprobe.d/c.conf", "lib/modprobe.d/b.conf"};
	char text[] = "options vfio-pci ids=10de:2820,10de:000X\n";
	TREE(tree);

	(void)state;
	tree_file(&tree, "proc/cmdline", "ro");
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		*strchr(text, '\n') = '\0';
		text[strlen(text) - 1] = (char)('1' + i);
		strcat(text, "\n");
		tree_file(&tree, places[i], text);
	}
	tree_file(&tree, "etc/modprobe.d/z", "options vfio-pci ids=10de:9999\n");
	{
		FIXTURE(fixture);

		sources_read(&tree, &fixture);
		assert_string_equal(rules_show(&fixture), "10de:2820 10de:0003");
	}
	tree_file(&tree, "proc/cmdline", "ro vfio-pci.ids=10de:0006");
	{
		FIXTURE(fixture);

		sources_read(&tree, &fixture);
		assert_string_equal(rules_show(&fixture), "10de:0006");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_there_is_no_problem),
		cmocka_unit_test(the_order_is_file_drop_ins_command_line),
		cmocka_unit_test(etc_hides_usr),
		cmocka_unit_test(only_conf_files_are_drop_ins),
		cmocka_unit_test(a_rule_names_its_file),
		cmocka_unit_test(what_cannot_be_read_is_a_problem),
		cmocka_unit_test(a_folder_that_cannot_be_read_is_a_problem),
		cmocka_unit_test(junk_is_problems_and_no_more),
		cmocka_unit_test(without_a_command_line_there_is_a_problem),
		cmocka_unit_test(a_crash_dump_kernel_is_a_rescue),
		cmocka_unit_test(a_rescue_word_comes_before_vmcore),
		cmocka_unit_test(a_firmware_table_says_that_the_root_is_on_the_network),
		cmocka_unit_test(selectors_come_instead_of_all_rules),
		cmocka_unit_test(files_outlive_the_switches_of_a_boot),
		cmocka_unit_test(a_credential_comes_behind_the_files),
		cmocka_unit_test(a_credential_may_be_missing_and_not_unreadable),
		cmocka_unit_test(the_ids_of_modprobe_come_before_the_command_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
