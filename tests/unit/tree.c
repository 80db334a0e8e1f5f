/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../helper/sys/details.h"
#include "../../helper/sys/scan.h"

void tree_make(struct tree *tree)
{
	strcpy(tree->path, "/tmp/vpb-unit-XXXXXX");
	assert_non_null(mkdtemp(tree->path));
	assert_int_equal(vpb_root_open(tree->path, &tree->root), 0);
}

static int entry_remove(
	const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)status, (void)kind, (void)where;
	return remove(path);
}

void tree_done(struct tree *tree)
{
	if (!tree->path[0])
		return;
	vpb_root_done(&tree->root);
	nftw(tree->path, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static void parents_make(const struct tree *tree, const char *path)
{
	char above[PATH_MAX];

	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		snprintf(above, sizeof(above), "%.*s", (int)(slash - path), path);
		if (mkdirat(tree->root.fd, above, 0755) < 0 && errno != EEXIST)
			fail_msg("%s: %s", above, strerror(errno));
	}
}

void tree_bytes(
	const struct tree *tree, const char *path, const void *bytes, size_t length)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;

	parents_make(tree, path);
	fd = openat(tree->root.fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		fail_msg("%s: %s", path, strerror(errno));
	assert_int_equal(write(fd, bytes, length), (ssize_t)length);
}

void tree_file(const struct tree *tree, const char *path, const char *text)
{
	tree_bytes(tree, path, text, strlen(text));
}

void tree_link(const struct tree *tree, const char *path, const char *target)
{
	parents_make(tree, path);
	assert_int_equal(symlinkat(target, tree->root.fd, path), 0);
}

void tree_fifo(const struct tree *tree, const char *path)
{
	parents_make(tree, path);
	assert_int_equal(mkfifoat(tree->root.fd, path, 0644), 0);
}

void tree_directory(const struct tree *tree, const char *path)
{
	parents_make(tree, path);
	assert_int_equal(mkdirat(tree->root.fd, path, 0755), 0);
}

#define DEVICES "sys/bus/pci/devices"

void tree_attribute(
	const struct tree *tree, const char *address, const char *name, const char *text)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), DEVICES "/%s/%s", address, name);
	tree_file(tree, path, text);
}

void tree_device_link(const struct tree *tree, const char *address, const char *name,
	const char *target)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), DEVICES "/%s/%s", address, name);
	tree_link(tree, path, target);
}

void tree_device(const struct tree *tree, const char *address, const char *identity)
{
	static const char *const names[] = {"vendor", "device", "class"};
	char path[PATH_MAX], value[64], copy[64];
	char *rest = copy;

	snprintf(copy, sizeof(copy), "%s", identity);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(value, sizeof(value), "0x%s\n", strsep(&rest, ":"));
		tree_attribute(tree, address, names[i], value);
	}
	tree_attribute(tree, address, "irq", "0\n");
	tree_attribute(tree, address, "resource", "");
	snprintf(path, sizeof(path), DEVICES "/%s/config", address);
	tree_fifo(tree, path);
}

void tree_card(const struct tree *tree)
{
	tree_device(tree, TREE_AUDIO, "10de:22bd:040300");
	tree_device(tree, "0001:00:02.0", "8086:a780:030000");
	tree_device(tree, TREE_GPU, "10de:2820:030000");
}

void tree_scan(const struct tree *tree, const char *config, struct fixture *fixture)
{
	char *message = NULL;

	fixture_config(fixture, config);
	alarm(20);
	assert_int_equal(vpb_scan(&tree->root, vpb_scan_flags(&fixture->request),
				 &fixture->snapshot, &message),
		0);
	assert_null(message);
	assert_int_equal(vpb_match_rules(&fixture->request, &fixture->snapshot,
				 &fixture->selection),
		0);
	vpb_details_read(&tree->root, &fixture->selection, &fixture->snapshot);
	alarm(0);
}
