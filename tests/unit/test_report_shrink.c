/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "../../helper/core/report_read.h"
#include "../../helper/core/report_shrink.h"
#include "../../helper/sys/report_file.h"
#include "tree.h"

#define BOOT \
	"[initrd]\nstate=done\ndevice=0000:01:00.0 state=bound linked-us=1\n" \
	"[late]\nstate=done\ndevice=0000:02:00.0 state=bound linked-us=2\n"
#define BIND "[bind]\nstate=done\ndevice=0000:01:00.0 state=bound linked-us=3\n"
#define RELEASE "[release]\nstate=done\ndevice=0000:01:00.0 state=released driver=ahci\n"
#define FOUND "[bind]\nstate=done\ndevice=0000:01:00.0 state=already driver=vfio-pci\n"
#define OTHER "[bind]\nstate=done\ndevice=0000:03:00.0 state=bound linked-us=4\n"
#define AUTO "[bind]\npower=0000:01:00.0 control=auto first-control=on\n"
#define ON "[release]\npower=0000:01:00.0 control=on first-control=auto\n"

static void assert_shrunk(
	const char *before, size_t bytes_max, size_t dropped, const char *after)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_text_add(&text, "%s", before);
	assert_int_equal(vpb_report_shrink(&text, bytes_max), dropped);
	assert_string_equal(text.data, after);
	assert_int_equal(text.length, strlen(after));
}

static void what_fits_stays(void **state)
{
	(void)state;
	assert_shrunk(BOOT BIND RELEASE, sizeof(BOOT BIND RELEASE), 0, BOOT BIND RELEASE);
}

static void what_a_later_entry_counts_for_goes_first(void **state)
{
	(void)state;
	assert_shrunk(BOOT OTHER BIND RELEASE BIND, sizeof(BOOT OTHER BIND), 2,
		BOOT OTHER BIND);
	assert_shrunk(BOOT BIND RELEASE BIND RELEASE, 0, 4, BOOT);
	/* That it was bound is told by the first of these alone. */
	assert_shrunk(
		BOOT BIND FOUND OTHER, sizeof(BOOT FOUND OTHER), 1, BOOT FOUND OTHER);
	assert_shrunk(BOOT FOUND BIND OTHER, sizeof(BOOT BIND OTHER), 1, BOOT BIND OTHER);
	assert_shrunk(BOOT AUTO OTHER ON, sizeof(BOOT OTHER ON), 1, BOOT OTHER ON);
}

static void the_boot_itself_stays_whatever_it_takes(void **state)
{
	(void)state;
	assert_shrunk(BOOT, 0, 0, BOOT);
	assert_shrunk(BIND BOOT OTHER, 0, 2, BOOT);
	assert_shrunk("", 0, 0, "");
}

static void what_was_dropped_before_counts(void **state)
{
	(void)state;
	assert_shrunk(
		BOOT BIND "dropped=7\n" RELEASE, sizeof(BOOT RELEASE), 8, BOOT RELEASE);
}

/* As of a machine whose guest takes its card every few minutes. */
static void a_report_never_loses_its_boot(void **state)
{
	VPB_CLEANUP(vpb_boot_report_done) struct vpb_boot_report report = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {}, section = {};
	TREE(tree);

	(void)state;
	tree_file(&tree, VPB_REPORT_FILE, BOOT);
	for (int i = 0; i < 40; i++)
		vpb_text_add(&section,
			"%sfinding=note twin - a sentence, of which runs say many\n",
			i ? "" : BIND);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(vpb_report_file_add(&tree.root, VPB_REPORT_FILE,
					 i % 2 ? RELEASE : section.data),
			0);
	assert_int_equal(vpb_root_read(&tree.root, VPB_REPORT_FILE, &text), 0);
	assert_int_equal(memcmp(text.data, BOOT, strlen(BOOT)), 0);
	assert_int_equal(vpb_boot_report_parse(text.data, "", &report), 0);
	assert_true(report.dropped > 0);
	assert_int_equal(report.section_count + report.dropped, 1002);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_stays),
		cmocka_unit_test(what_a_later_entry_counts_for_goes_first),
		cmocka_unit_test(the_boot_itself_stays_whatever_it_takes),
		cmocka_unit_test(what_was_dropped_before_counts),
		cmocka_unit_test(a_report_never_loses_its_boot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
