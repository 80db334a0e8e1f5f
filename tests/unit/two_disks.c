/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "two_disks.h"

#include <string.h>

void two_disks_make(const struct tree *tree)
{
	tree_device(tree, SYSTEM, "144d:a80a:010802");
	tree_device(tree, GIVEN, "144d:a80a:010802");
	disk_tree_now(tree, ROOT_MOUNTED, "root=UUID=1111-aaaa ro\n");
}

void assert_judged(const struct tree *tree, const char *config, const char *expected)
{
	FIXTURE(fixture);

	assert_string_equal(disk_tree_judge(tree, config, &fixture), expected);
}

void assert_free(const struct tree *tree)
{
	assert_judged(tree, BIND, "03:00.0 free\n");
}

void assert_kept(const struct tree *tree, const char *part)
{
	FIXTURE(fixture);
	const char *judged = disk_tree_judge(tree, BIND, &fixture);

	if (!strstr(judged, part))
		fail_msg("'%s' is not in: %s", part, judged);
}
