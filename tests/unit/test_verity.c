/* SPDX-License-Identifier: GPL-2.0-or-later */

/* veritytab and integritytab: which devices a boot needs for them. */

#include <stdio.h>
#include <string.h>

#include "disk_tree.h"

/* 02:00.0 has the system, 03:00.0 is asked for: its partition is PARTUUID=given. */
#define DISKS \
	"disk nvme0n1 " DISK_PATH( \
		"02") "\npart nvme0n1p1 nvme0n1 type=ext4\n" \
		      "part nvme0n1p2 nvme0n1 partuuid=other\n" \
		      "disk nvme1n1 " DISK_PATH( \
			      "03") "\npart nvme1n1p1 nvme1n1 partuuid=given\n" \
				    "part nvme1n1p2 nvme1n1 partuuid=p2 type=crypto_LUKS\n"
#define HASH " 36e3f740ad502e2c25e2a23d9c7c17bf0fdad2300b7580842d4b7ec1fb0fa263 "

struct row {
	const char *table; /* the file's name */
	const char *text;
	const char *fstab;
	const char *kept; /* a part of the reason; NULL: it is free */
};

static void row_judge(const struct row *row)
{
	FIXTURE(fixture);
	TREE(tree);
	char path[40];
	const char *judged;

	tree_device(&tree, "0000:02:00.0", "144d:a80a:010802");
	tree_device(&tree, "0000:03:00.0", "144d:a80a:010802");
	disk_tree(&tree, DISKS);
	disk_tree_now(&tree, "22 1 8:2 / / rw - ext4 /dev/nvme0n1p1 rw\n", "quiet\n");
	snprintf(path, sizeof(path), "etc/%s", row->table);
	tree_file(&tree, path, row->text);
	if (row->fstab)
		tree_file(&tree, "etc/fstab", row->fstab);
	judged = disk_tree_judge(&tree, "bind 03:00.0\n", &fixture);
	if (row->kept ? !strstr(judged, row->kept)
		      : strcmp(judged, "03:00.0 free\n") != 0)
		fail_msg("%s: %s: %s", row->table, row->text, judged);
}

#define ROWS_JUDGE(rows) \
	for (size_t row_ = 0; row_ < COUNT_OF(rows); row_++) \
	row_judge(&(rows)[row_])

#define V "veritytab"
#define ON_IT "carries nvme1n1p1, which the system needs: "
#define MADE \
	ON_IT "/etc/veritytab:1 makes v of it; if the host can do without it, add 'nofail'"

static void veritytab_needs_data_and_hashes(void **state)
{
	static const struct row rows[] = {
		{V, "v PARTUUID=given PARTUUID=other" HASH "auto\n", NULL, MADE},
		{V, "v PARTUUID=other PARTUUID=given" HASH "\n", NULL, MADE},
		{V, "v PARTUUID=other /dev/nvme1n1p1 -\n", NULL, MADE},
		{V, "v\tPARTUUID=other  PARTUUID=other -  fec-device=PARTUUID=given,x\n",
			NULL, MADE},
		{V, "v PARTUUID=other PARTUUID=other" HASH "\n", NULL, NULL},
		{V, "v PARTUUID=given PARTUUID=given" HASH "nofail\n", NULL, NULL},
		{V, "v PARTUUID=given PARTUUID=given" HASH "noauto\n", NULL, NULL},
		{V, "# v PARTUUID=given PARTUUID=given" HASH "\n", NULL, NULL},
		{V, "v PARTUUID=given\n", NULL, NULL},
		{V, "\n\nv PARTUUID=given PARTUUID=other" HASH "\n", NULL,
			"/etc/veritytab:3 makes v of it"},
		/* What is mounted from it is needed, whatever the table says. */
		{V, "v PARTUUID=other PARTUUID=given" HASH "nofail\n",
			"/dev/mapper/v /data erofs ro\n", ON_IT},
		{V, "v PARTUUID=given PARTUUID=other" HASH "noauto\n",
			"/dev/mapper/v /data erofs ro\n", ON_IT},
		{V, "v PARTUUID=given PARTUUID=given" HASH "nofail\n",
			"/dev/mapper/v /data erofs nofail\n", NULL},
		{V, "v PARTUUID=other PARTUUID=other" HASH "nofail\n",
			"/dev/mapper/v /data erofs ro\n", NULL},
		/* Files lie on what is mounted. */
		{V, "v /srv/data /srv/hashes" HASH "\n",
			"PARTUUID=given /srv ext4 nofail\n", ON_IT},
		{V, "v PARTUUID=other PARTUUID=other - root-hash-signature=/srv/s\n",
			"PARTUUID=given /srv ext4 nofail\n", ON_IT},
		{V, "v PARTUUID=other PARTUUID=other - root-hash-signature=base64:/Q==\n",
			"PARTUUID=given /srv ext4 nofail\n", NULL},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

#define I "integritytab"
#define LINE \
	ON_IT \
	"/etc/integritytab:1 makes i of it; if the host can do without it, remove the " \
	"line /etc/integritytab:1"

static void integritytab_needs_data_and_sums(void **state)
{
	static const struct row rows[] = {
		{I, "i PARTUUID=given\n", NULL, LINE},
		{I, "i PARTUUID=given - allow-discards\n", NULL, LINE},
		{I, "i PARTUUID=other - data-device=PARTUUID=given,allow-discards\n",
			NULL, LINE},
		{I, "i PARTUUID=given - data-device=PARTUUID=other\n", NULL, LINE},
		{I, "i PARTUUID=other /srv/key\n", "PARTUUID=given /srv ext4 nofail\n",
			ON_IT},
		{I, "i PARTUUID=other\n", NULL, NULL},
		{I, "i PARTUUID=other - -\n", NULL, NULL},
		{I, "#i PARTUUID=given\ni\n", NULL, NULL},
		/* It knows no such option. */
		{I, "i PARTUUID=given - nofail\n", NULL, LINE},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(veritytab_needs_data_and_hashes),
		cmocka_unit_test(integritytab_needs_data_and_sums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
