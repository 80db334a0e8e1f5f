/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is mounted without a device number of its own: shares and overlays. */

#include <stdio.h>
#include <string.h>

#include "needs_tree.h"

static void shares_come_over_virtio(void **state)
{
#define MOUNTED_SHARE(place) "23 1 0:40 / " place " rw - virtiofs tag rw\n"
	static const struct {
		const char *id, *fstab, *mounts, *judged;
	} tables[] = {
		{"1af4:105a:018000", "tag /a virtiofs\n", "", "system"},
		{"1af4:1049:000200", "tag /a 9p\n", "", "system"},
		{"1af4:1009:000200", "tag /a 9p trans=virtio\n", "", "system"},
		{"1af4:1009:000200", "1.2.3.4 /a 9p trans=tcp\n", "", NULL},
		{"1af4:105a:018000", "tag /a virtiofs nofail\n", "", NULL},
		{"1af4:105a:018000", "tag /a virtiofs nofail\n/a/s none swap\n", "",
			"system"},
		{"1af4:1041:020000", "tag /a virtiofs\n", "", NULL},
		{"144d:a80a:010802", "tag /a virtiofs\n", "", NULL},
		{"1af4:105a:018000", "", MOUNTED_SHARE("/a"), "in use"},
		{"1af4:105a:018000", "", MOUNTED_SHARE("/usr"), "system"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct needs_table table = {.fstab = tables[i].fstab};
		char mounts[400], expected[40];
		const char *judged;

		needs_tree_make(&tree, &table);
		tree_device(&tree, "0000:04:00.0", tables[i].id);
		snprintf(mounts, sizeof(mounts), "%s%s", ROOT_MOUNTED, tables[i].mounts);
		disk_tree_now(&tree, mounts, "");
		judged = disk_tree_judge(&tree, "bind 04:00.0", &fixture);
		snprintf(expected, sizeof(expected), "04:00.0 %s%s",
			tables[i].judged ? tables[i].judged : "free",
			tables[i].judged ? ": may carry the share" : "");
		if (strncmp(judged, expected, strlen(expected)) != 0)
			fail_msg("%zu: %s", i, judged);
	}
}

/* An overlay hides its layers from nobody but by where the initramfs put them. */
static void an_overlay_is_made_of_its_layers(void **state)
{
#define OVERLAY(layers) "22 1 0:30 / / rw - overlay overlay rw," layers "\n"
#define LAYER(number, place) "30 22 " number " / " place " ro - ext4 /dev/x ro\n"
#define MEMORY "31 22 0:31 / /run rw - tmpfs tmpfs rw\n"
	static const struct {
		const char *mounts, *cmdline, *judged;
	} tables[] = {
		{OVERLAY("lowerdir=/ro,upperdir=/run/up,workdir=/run/w")
				MEMORY LAYER("8:2", "/ro"),
			"root=live:gone", "free"},
		{OVERLAY("lowerdir=/ro,upperdir=/run/up") MEMORY LAYER("8:5", "/ro"), "",
			"system: carries nvme1n1p1, which"},
		{OVERLAY("lowerdir=/run/a:/ro,upperdir=/run/up")
				MEMORY LAYER("8:5", "/ro"),
			"", "system: carries nvme1n1p1, which"},
		{OVERLAY("lowerdir+=/run/a,lowerdir+=/ro") MEMORY LAYER("8:5", "/ro"), "",
			"system: carries nvme1n1p1, which"},
		{OVERLAY("lowerdir=/run/a/b,upperdir=/rw") MEMORY LAYER("8:5", "/rw"), "",
			"system: carries nvme1n1p1, which"},
		{OVERLAY("lowerdir=/ro,upperdir=/run/up") MEMORY LAYER("8:2", "/rox"), "",
			"system: may carry something"},
		{OVERLAY("lowerdir=/ro:/gone,upperdir=/run/up")
				MEMORY LAYER("8:2", "/ro"),
			"", "system: may carry something"},
		{OVERLAY("index=off") MEMORY, "", "system: may carry something"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct needs_table table = {};
		const char *judged;

		needs_tree_make(&tree, &table);
		disk_tree_now(&tree, tables[i].mounts, tables[i].cmdline);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (strncmp(judged + strlen("03:00.0 "), tables[i].judged,
			    strlen(tables[i].judged)) != 0)
			fail_msg("%zu: %s", i, judged);
	}
}

/* As the kernel writes them: octal numbers for blanks, sources that are empty, one above another. */
static void what_is_mounted_is_read_line_by_line(void **state)
{
	static const struct {
		const char *mounts, *judged;
	} tables[] = {
		{ROOT_MOUNTED "30 22 8:5 / /my\\040data rw - ext4 /dev/x rw\n",
			"in use: carries nvme1n1p1, which is in use: it is mounted on /my data; "
			"run: umount '/my data'"},
		{ROOT_MOUNTED "30 22 8:5 / /a rw shared:1 master:2 - ext4  rw\n",
			"in use: carries nvme1n1p1"},
		{ROOT_MOUNTED "30 22\n\n31 22 8:5 / /a rw - ext4 /dev/x rw\n",
			"in use: carries nvme1n1p1"},
		{"not one\n" ROOT_MOUNTED "30 22 8:5 / /a rw - ext4 /dev/x rw",
			"in use: carries nvme1n1p1"},
		{OVERLAY("lowerdir=/ro,upperdir=/run/up") MEMORY LAYER("8:2", "/ro")
				LAYER("8:5", "/ro"),
			"system: carries nvme1n1p1"},
		/* The name is not looked up on the machine that reads this. */
		{"22 1 0:30 / / rw - btrfs /dev/root rw\n",
			"system: may carry something that the system needs: it is mounted on /"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct needs_table table = {};
		const char *judged;

		needs_tree_make(&tree, &table);
		disk_tree_now(&tree, tables[i].mounts, "");
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!vpb_word_has_start(judged + strlen("03:00.0 "), tables[i].judged))
			fail_msg("%zu: %s", i, judged);
	}
}

static void what_is_swapped_on_is_read_line_by_line(void **state)
{
	static const char *const swaps[] = {
		"Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
		"/dev/nvme1n1p1                          partition\t4\t\t0\t\t-2\n",
		"not one\n/dev/nvme1n1p1 partition 4 0 -2",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(swaps); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct needs_table table = {};

		needs_tree_make(&tree, &table);
		tree_file(&tree, "proc/swaps", swaps[i]);
		assert_string_equal(disk_tree_judge(&tree, BIND, &fixture),
			"03:00.0 in use: carries nvme1n1p1, which is in use: the system swaps on "
			"it; run: swapoff /dev/nvme1n1p1\n");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_come_over_virtio),
		cmocka_unit_test(an_overlay_is_made_of_its_layers),
		cmocka_unit_test(what_is_mounted_is_read_line_by_line),
		cmocka_unit_test(what_is_swapped_on_is_read_line_by_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
