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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_come_over_virtio),
		cmocka_unit_test(an_overlay_is_made_of_its_layers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
