/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "../../host/change/attributes.h"
#include "../../host/change/atomic_file.h"
#include "tree.h"

static void assert_content(const struct tree *tree, const char *path, const char *content)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	assert_int_equal(vpb_atomic_file_read(&tree->root, path, &text), 0);
	assert_string_equal(text.data ? text.data : "", content);
}

static int put(
	const struct tree *tree, const char *path, const char *text, const char *like)
{
	return vpb_atomic_file_write(&tree->root, path, text, strlen(text), like, 0644);
}

static void a_new_file_is_for_all_to_read(void **state)
{
	mode_t mask = umask(077);
	struct stat status;
	TREE(tree);

	(void)state;
	assert_int_equal(vpb_atomic_folder_make(&tree.root, "a", 0755), 0);
	assert_int_equal(vpb_atomic_folder_make(&tree.root, "a", 0755), 0);
	assert_int_equal(put(&tree, "a/b", "text", NULL), 0);
	umask(mask);
	assert_content(&tree, "a/b", "text");
	assert_int_equal(fstatat(tree.root.fd, "a", &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0755);
	assert_int_equal(fstatat(tree.root.fd, "a/b", &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0644);
	assert_int_equal(put(&tree, "no/b", "text", NULL), -ENOENT);
	assert_int_equal(put(&tree, "a", "text", NULL), -EINVAL);
	assert_false(vpb_root_has(&tree.root, "a.vfio-prebind-new"));
}

/* "/b" is in "/", and not in "". */
static void a_file_at_the_top_has_a_folder(void **state)
{
	TREE(tree);

	(void)state;
	assert_int_equal(put(&tree, "/b", "text", NULL), 0);
	assert_content(&tree, "/b", "text");
	assert_content(&tree, "b", "text");
	assert_int_equal(vpb_atomic_file_remove(&tree.root, "/b"), 0);
	assert_false(vpb_root_has(&tree.root, "b"));
}

/* An ACL as the kernel has it (include/uapi/linux/posix_acl_xattr.h): user 1 may read. */
static const unsigned char acl[] = {2, 0, 0, 0, /* version */
	1, 0, 6, 0, 255, 255, 255, 255, /* owner rw */
	2, 0, 4, 0, 1, 0, 0, 0, /* user 1 r */
	4, 0, 0, 0, 255, 255, 255, 255, /* group */
	16, 0, 4, 0, 255, 255, 255, 255, /* mask r */
	32, 0, 0, 0, 255, 255, 255, 255}; /* others */

static void attributes_are_kept(void **state)
{
	char path[64], value[sizeof(acl) + 1];
	struct stat status;
	TREE(tree);

	(void)state;
	tree_file(&tree, "f", "old");
	snprintf(path, sizeof(path), "%s/f", tree.path);
	if (setxattr(path, "user.note", "mine", 4, 0) < 0)
		skip(); /* the file system of /tmp has none */
	assert_int_equal(
		setxattr(path, "system.posix_acl_access", acl, sizeof(acl), 0), 0);
	if (geteuid() == 0)
		assert_int_equal(fchownat(tree.root.fd, "f", 12, 34, 0), 0);
	assert_int_equal(fstatat(tree.root.fd, "f", &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
	assert_int_equal(put(&tree, "f", "new, and longer", "f"), 0);

	assert_content(&tree, "f", "new, and longer");
	assert_int_equal(getxattr(path, "user.note", value, sizeof(value)), 4);
	assert_memory_equal(value, "mine", 4);
	assert_int_equal(getxattr(path, "system.posix_acl_access", value, sizeof(value)),
		sizeof(acl));
	assert_memory_equal(value, acl, sizeof(acl));
	assert_int_equal(fstatat(tree.root.fd, "f", &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
	if (geteuid() == 0) {
		assert_int_equal(status.st_uid, 12);
		assert_int_equal(status.st_gid, 34);
	}
}

/* What a folder gives to new files, the old one need not have had. */
static void no_attributes_are_added(void **state)
{
	char path[64];
	TREE(tree);

	(void)state;
	tree_file(&tree, "f", "old");
	if (setxattr(tree.path, "system.posix_acl_default", acl, sizeof(acl), 0) < 0)
		skip();
	assert_int_equal(put(&tree, "f", "new", "f"), 0);
	snprintf(path, sizeof(path), "%s/f", tree.path);
	assert_int_equal(getxattr(path, "system.posix_acl_access", NULL, 0), -1);
	assert_int_equal(errno, ENODATA);
}

/* A namespace of our own to mount in; root needs no other user for that. */
static bool may_mount(void)
{
	return unshare(CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER)) == 0 &&
	       mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* As on a boot partition of FAT; ramfs has no attributes either. */
static void a_file_system_without_attributes_is_no_trouble(void **state)
{
	VPB_CLEANUP(vpb_closep) int from = -1, to = -1;
	char path[64];
	TREE(tree);

	(void)state;
	tree_file(&tree, "f", "x");
	tree_file(&tree, "boot/g", "x");
	snprintf(path, sizeof(path), "%s/f", tree.path);
	if (setxattr(path, "user.note", "mine", 4, 0) < 0 || !may_mount())
		skip();
	from = open(path, O_RDONLY);
	snprintf(path, sizeof(path), "%s/boot", tree.path);
	assert_int_equal(mount("none", path, "ramfs", 0, NULL), 0);
	snprintf(path, sizeof(path), "%s/boot/g", tree.path);
	to = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(vpb_attributes_copy(from, to), 0);
	snprintf(path, sizeof(path), "%s/boot", tree.path);
	assert_int_equal(umount2(path, MNT_DETACH), 0);
}

/* That such a file system refuses to set what is so already: here one that is read-only does. */
static void what_is_equal_is_not_touched(void **state)
{
	VPB_CLEANUP(vpb_closep) int from = -1, to = -1;
	char path[64], again[64];
	TREE(tree);

	(void)state;
	tree_file(&tree, "a/f", "x");
	tree_directory(&tree, "b");
	snprintf(path, sizeof(path), "%s/a/f", tree.path);
	if (setxattr(path, "user.note", "mine", 4, 0) < 0 || !may_mount())
		skip();
	from = open(path, O_RDONLY);
	snprintf(path, sizeof(path), "%s/a", tree.path);
	snprintf(again, sizeof(again), "%s/b", tree.path);
	assert_int_equal(mount(path, again, NULL, MS_BIND, NULL), 0);
	assert_int_equal(
		mount(NULL, again, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL), 0);
	snprintf(path, sizeof(path), "%s/b/f", tree.path);
	to = open(path, O_RDONLY);
	assert_int_equal(vpb_attributes_copy(from, to), 0);
	assert_int_equal(umount2(again, MNT_DETACH), 0);
}

static void leftovers_do_no_harm(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "victim", "untouched");
	tree_file(&tree, "f", "old");
	tree_link(&tree, "f.vfio-prebind-new", "victim");
	assert_int_equal(put(&tree, "f", "new", "f"), 0);
	assert_content(&tree, "f", "new");
	assert_content(&tree, "victim", "untouched");
	tree_file(&tree, "g.vfio-prebind-new", "half");
	assert_int_equal(vpb_atomic_file_tidy(&tree.root, "f"), 0);
	assert_int_equal(vpb_atomic_file_remove(&tree.root, "g"), 0);
	assert_false(vpb_root_has(&tree.root, "g.vfio-prebind-new"));
	assert_true(vpb_root_has(&tree.root, "f"));
	assert_int_equal(vpb_atomic_file_remove(&tree.root, "f"), 0);
	assert_int_equal(vpb_atomic_file_remove(&tree.root, "f"), 0);
	assert_int_equal(vpb_atomic_file_remove(&tree.root, "no/f"), 0);
	assert_false(vpb_root_has(&tree.root, "f"));
}

static void a_folder_goes_when_it_is_empty(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "a/b", "x");
	assert_int_equal(vpb_atomic_folder_remove(&tree.root, "a"), 0);
	assert_true(vpb_root_has(&tree.root, "a/b"));
	assert_int_equal(vpb_atomic_file_remove(&tree.root, "a/b"), 0);
	assert_int_equal(vpb_atomic_folder_remove(&tree.root, "a"), 0);
	assert_int_equal(vpb_atomic_folder_remove(&tree.root, "a"), 0);
	assert_false(vpb_root_has(&tree.root, "a"));
}

static void assert_resolved(const struct tree *tree, const char *path, const char *real)
{
	char found[PATH_MAX];

	assert_int_equal(vpb_atomic_file_resolve(&tree->root, path, found), 0);
	assert_string_equal(found, real);
}

static void links_are_followed_where_they_stay_in_etc(void **state)
{
	char real[PATH_MAX] = "before";
	TREE(tree);

	(void)state;
	tree_file(&tree, "etc/default/grub", "x");
	tree_file(&tree, "usr/share/grub", "x");
	tree_link(&tree, "etc/sysconfig/grub", "/etc/default/grub");
	tree_link(&tree, "etc/relative", "default/grub");
	tree_link(&tree, "etc/twice", "sysconfig/grub");
	tree_link(&tree, "etc/out", "/usr/share/grub");
	tree_link(&tree, "etc/up", "../../../../../../etc/passwd");
	tree_link(&tree, "etc/nowhere", "not-there");
	assert_resolved(&tree, "etc/default/grub", "etc/default/grub");
	assert_resolved(&tree, "etc/new", "etc/new");
	assert_resolved(&tree, "etc/new/file", "etc/new/file");
	assert_resolved(&tree, "etc/sysconfig/grub", "etc/default/grub");
	assert_resolved(&tree, "etc/relative", "etc/default/grub");
	assert_resolved(&tree, "etc/twice", "etc/default/grub");
	assert_int_equal(vpb_atomic_file_resolve(&tree.root, "etc/out", real), -EXDEV);
	assert_int_equal(vpb_atomic_file_resolve(&tree.root, "etc/up", real), -ENOLINK);
	assert_int_equal(
		vpb_atomic_file_resolve(&tree.root, "etc/nowhere", real), -ENOLINK);
	assert_string_equal(real, "before");
	/* The other functions follow none. */
	assert_int_equal(put(&tree, "etc/relative", "y", NULL), -EINVAL);
	assert_content(&tree, "etc/default/grub", "x");
}

/* A folder of the tree that is a link to one of the machine's is one of the tree's. */
static void nothing_leaves_the_root(void **state)
{
	TREE(tree);
	TREE(outside);
	char path[PATH_MAX];

	(void)state;
	tree_file(&outside, "f", "outside");
	tree_link(&tree, "etc", outside.path);
	assert_int_equal(put(&tree, "etc/f", "x", NULL), -ENOENT);
	snprintf(path, sizeof(path), "%s/f", outside.path + 1);
	tree_file(&tree, path, "inside");
	assert_int_equal(put(&tree, "etc/f", "x", NULL), 0);
	assert_content(&tree, path, "x");
	assert_content(&outside, "f", "outside");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_file_is_for_all_to_read),
		cmocka_unit_test(a_file_at_the_top_has_a_folder),
		cmocka_unit_test(attributes_are_kept),
		cmocka_unit_test(no_attributes_are_added),
		cmocka_unit_test(a_file_system_without_attributes_is_no_trouble),
		cmocka_unit_test(what_is_equal_is_not_touched),
		cmocka_unit_test(leftovers_do_no_harm),
		cmocka_unit_test(a_folder_goes_when_it_is_empty),
		cmocka_unit_test(links_are_followed_where_they_stay_in_etc),
		cmocka_unit_test(nothing_leaves_the_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
