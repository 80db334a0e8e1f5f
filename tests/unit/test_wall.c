/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../helper/core/request.h"
#include "../../helper/sys/folder.h"
#include "../../helper/sys/kmod.h"
#include "../../helper/sys/lock.h"
#include "../../helper/sys/modules.h"
#include "../../helper/sys/sources.h"
#include "tree.h"

/*
 * Another machine's tree with links that lead out of it: nothing outside of it is read, written,
 * made or listed. `outside` is what they lead to; absolute links inside are from the tree's top.
 */
static void links_make(const struct tree *tree, const struct tree *outside)
{
	char path[300];

	tree_file(outside, "secret", "secret\n");
	tree_file(outside, "folder/file.conf", "bind 10de:2820\n");
	tree_link(outside, "folder/link", "secret-target");
	tree_directory(tree, "run");
	tree_directory(tree, "etc");
	snprintf(path, sizeof(path), "%s/secret", outside->path);
	tree_link(tree, "out/absolute", path);
	snprintf(path, sizeof(path), "../../%s/secret", strrchr(outside->path, '/') + 1);
	tree_link(tree, "out/relative", path);
	snprintf(path, sizeof(path), "../../../../../../../../../..%s/secret",
		outside->path);
	tree_link(tree, "out/far", path);
	tree_link(tree, "out/twice", "relative");
	tree_link(tree, "folder-absolute", outside->path);
	snprintf(path, sizeof(path), "../%s", strrchr(outside->path, '/') + 1);
	tree_link(tree, "folder-relative", path);
}

static void links_stay(const struct tree *tree)
{
	tree_file(tree, "a/b/file", "inside\n");
	tree_link(tree, "a/absolute", "/a/b/file");
	tree_link(tree, "a/up", "../a/./b//file");
	tree_link(tree, "a/above", "../../../a/b/file");
	tree_link(tree, "a/folder", "/a/b");
	tree_link(tree, "a/round", "round");
	tree_link(tree, "a/chain", "absolute");
}

#define TREES(tree, outside) \
	TREE(tree); \
	TREE(outside); \
	links_make(&tree, &outside)

static void assert_secret_is_kept(const struct tree *outside)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(&outside->root, ".");

	assert_int_equal(vpb_root_read(&outside->root, "secret", &text), 0);
	assert_string_equal(text.data, "secret\n");
	assert_int_equal(folder.count, 2);
}

static const char *const ways[] = {"out/absolute", "out/relative", "out/far", "out/twice",
	"folder-absolute/secret", "folder-relative/secret", "out/../../secret",
	"folder-absolute/folder/file.conf"};

static void nothing_outside_is_read(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char word[64];
	TREES(tree, outside);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		print_message("# %s\n", ways[i]);
		assert_int_equal(vpb_root_read(&tree.root, ways[i], &text), -ENOENT);
		assert_int_equal(
			vpb_root_read_word(&tree.root, ways[i], word, sizeof(word)),
			-ENOENT);
	}
	assert_int_equal(text.length, 0);
}

static void nothing_outside_is_written(void **state)
{
	TREES(tree, outside);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ways); i++)
		assert_int_equal(vpb_root_write(&tree.root, ways[i], "x"), -ENOENT);
	assert_secret_is_kept(&outside);
}

static void nothing_outside_is_looked_at(void **state)
{
	char target[PATH_MAX];
	TREES(tree, outside);

	(void)state;
	assert_false(vpb_root_has(&tree.root, "folder-absolute/secret"));
	assert_false(vpb_root_has(&tree.root, "folder-relative/secret"));
	assert_int_equal(vpb_root_look(&tree.root, "folder-relative/folder"), 0);
	assert_int_equal(
		vpb_root_read_target(&tree.root, "folder-absolute/folder/link", target),
		-ENOENT);
	/* The link itself is inside. */
	assert_true(vpb_root_has(&tree.root, "out/absolute"));
	assert_int_equal(vpb_root_read_target(&tree.root, "out/twice", target), 0);
	assert_string_equal(target, "relative");
}

static void nothing_outside_is_listed(void **state)
{
	static const char *const folders[] = {"folder-absolute", "folder-relative",
		"folder-absolute/folder", "../", "out/.."};
	TREES(tree, outside);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		VPB_CLEANUP(vpb_folder_done)
		struct vpb_folder folder = vpb_folder_read(&tree.root, folders[i]);

		if (i < 3) {
			assert_int_equal(folder.error, -ENOENT);
			continue;
		}
		/* The top is above the top. */
		assert_int_equal(folder.count, 5);
		assert_string_equal(folder.entries[0]->d_name, "etc");
	}
}

static void nothing_outside_is_replaced(void **state)
{
	char path[300];
	int fd;
	TREES(tree, outside);

	(void)state;
	assert_int_equal(
		vpb_root_replace(&tree.root, "folder-absolute/secret", "x"), -ENOENT);
	assert_int_equal(
		vpb_root_replace(&tree.root, "folder-relative/new", "x"), -ENOENT);
	assert_int_equal(
		vpb_root_replace(&tree.root, "folder-relative/made/new", "x"), -ENOENT);
	snprintf(path, sizeof(path), "%s/folder", outside.path);
	tree_link(&tree, "run/vfio-prebind", path);
	assert_true(vpb_root_replace(&tree.root, "run/vfio-prebind/report", "x") < 0);
	assert_true(vpb_lock_take(&tree.root, 0, &fd) < 0);
	assert_secret_is_kept(&outside);
	assert_false(vpb_root_has(&outside.root, "folder/report"));
	assert_false(vpb_root_has(&outside.root, "folder/lock"));
}

static void no_config_is_read_outside(void **state)
{
	VPB_CLEANUP(vpb_request_done) struct vpb_request request = {};
	const struct vpb_sources sources = {};
	char path[300];
	TREES(tree, outside);

	(void)state;
	snprintf(path, sizeof(path), "%s/folder", outside.path);
	tree_link(&tree, "etc/vfio-prebind.conf.d", path);
	snprintf(path, sizeof(path), "%s/folder/file.conf", outside.path);
	tree_link(&tree, "etc/vfio-prebind.conf", path);
	assert_int_equal(vpb_sources_read(&tree.root, &sources, &request), 0);
	assert_int_equal(request.rule_count, 0);
}

/* libkmod opens what it reads itself, by a path. */
static void libkmod_stays_inside(void **state)
{
	VPB_CLEANUP(vpb_kmod_unrefp) struct kmod_ctx *kmod = NULL;
	char path[300];
	TREES(tree, outside);

	(void)state;
	tree_file(&outside, "release/modules.alias.bin", "");
	tree_directory(&tree, "lib/modules");
	snprintf(path, sizeof(path), "%s/release", outside.path);
	tree_link(&tree, "lib/modules/linked", path);
	tree_link(&tree, "lib/modules/inside/modules.alias.bin", path);
	kmod = vpb_kmod_open_release(&tree.root, "linked");
	assert_false(kmod && vpb_kmod_has_index(kmod));
	vpb_kmod_unrefp(&kmod);
	assert_null(vpb_kmod_open_release(&tree.root, "inside"));
	snprintf(path, sizeof(path), "../../../%s/release",
		strrchr(outside.path, '/') + 1);
	assert_null(vpb_kmod_open_release(&tree.root, path));
	tree_file(&tree, "proc/sys/kernel/osrelease", path);
	assert_null(vpb_kmod_open_tree(&tree.root));
	assert_null(vpb_kmod_open_release(&tree.root, ".."));
	tree_file(&tree, "lib/modules/1/modules.alias.bin", "");
	kmod = vpb_kmod_open_release(&tree.root, "1");
	assert_non_null(kmod);
	assert_true(vpb_kmod_has_index(kmod));
}

static void modprobe_lines_stay_inside(void **state)
{
	VPB_CLEANUP(vpb_snapshot_done) struct vpb_snapshot snapshot = {};
	char path[300];
	TREES(tree, outside);

	(void)state;
	tree_file(&outside, "modprobe.d/a.conf", "blacklist vfio-pci\n");
	snprintf(path, sizeof(path), "%s/modprobe.d", outside.path);
	tree_link(&tree, "run/modprobe.d", path);
	snprintf(path, sizeof(path), "%s/modprobe.d/a.conf", outside.path);
	tree_link(&tree, "etc/modprobe.d/a.conf", path);
	tree_link(&tree, "etc/modprobe.d/b.conf", "/etc/alternatives/other.conf");
	tree_file(&tree, "etc/alternatives/other.conf", "install vfio-pci /bin/it\n");
	tree_link(&tree, "etc/modprobe.d/c.conf", "/dev/null");
	tree_file(&tree, "usr/lib/modprobe.d/c.conf", "blacklist vfio-pci\n");
	assert_int_equal(vpb_modules_read_config(&tree.root, &snapshot), 0);
	assert_false(snapshot.blacklisted);
	assert_string_equal(snapshot.install_command, "/bin/it");
	assert_null(snapshot.odd_config);
}

static void what_leads_inside_is_followed(void **state)
{
	static const char *const paths[] = {"a/absolute", "a/up", "a/above",
		"a/folder/file", "a/chain", "a/folder/../b/file", "../../a/b/file"};
	char word[16];
	TREE(tree);

	(void)state;
	links_stay(&tree);
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		print_message("# %s\n", paths[i]);
		assert_int_equal(
			vpb_root_read_word(&tree.root, paths[i], word, sizeof(word)), 0);
		assert_string_equal(word, "inside");
		assert_int_equal(vpb_root_write(&tree.root, paths[i], "inside\n"), 0);
	}
	assert_int_equal(vpb_root_replace(&tree.root, "a/folder/file", "new\n"), 0);
	assert_int_equal(
		vpb_root_read_word(&tree.root, "a/b/file", word, sizeof(word)), 0);
	assert_string_equal(word, "new");
	assert_int_equal(
		vpb_root_read_word(&tree.root, "a/round", word, sizeof(word)), -ELOOP);
	assert_int_equal(vpb_root_read_word(&tree.root, "a/b/file/x", word, sizeof(word)),
		-ENOTDIR);
	assert_int_equal(vpb_root_read_word(&tree.root, "", word, sizeof(word)), -ENOENT);
}

/* As before Linux 5.6, and in a container whose filter does not know the call. */
static void from_here_on_without_openat2(void **state)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {COUNT_OF(filter), filter};

	(void)state;
	assert_int_equal(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	assert_int_equal(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
	assert_int_equal(syscall(__NR_openat2, AT_FDCWD, "/", NULL, 0), -1);
	assert_int_equal(errno, ENOSYS);
}

#define ALL_TESTS \
	cmocka_unit_test(nothing_outside_is_read), \
		cmocka_unit_test(nothing_outside_is_written), \
		cmocka_unit_test(nothing_outside_is_looked_at), \
		cmocka_unit_test(nothing_outside_is_listed), \
		cmocka_unit_test(nothing_outside_is_replaced), \
		cmocka_unit_test(no_config_is_read_outside), \
		cmocka_unit_test(libkmod_stays_inside), \
		cmocka_unit_test(modprobe_lines_stay_inside), \
		cmocka_unit_test(what_leads_inside_is_followed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ALL_TESTS,
		cmocka_unit_test(from_here_on_without_openat2),
		ALL_TESTS,
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
