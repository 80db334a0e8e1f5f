/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"

/* A test that blocks is ended by the alarm, which is a failure. */
#define SECONDS_MAX 20

static void a_root_is_a_directory(void **state)
{
	struct vpb_root root;

	(void)state;
	assert_int_equal(vpb_root_open("/nowhere/at/all", &root), -ENOENT);
	assert_int_equal(vpb_root_open("/dev/null", &root), -ENOTDIR);
	assert_int_equal(vpb_root_open("/", &root), 0);
	assert_true(root.is_running_machine);
	assert_string_equal(root.path, "");
	vpb_root_done(&root);
	assert_int_equal(vpb_root_open("/tmp//", &root), 0);
	assert_false(root.is_running_machine);
	assert_string_equal(root.path, "/tmp");
	vpb_root_done(&root);
	vpb_root_done(&root);
}

static void a_file_is_read_whole(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char bytes[10000];
	TREE(tree);

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	bytes[5000] = '\0';
	tree_bytes(&tree, "a/b", bytes, sizeof(bytes));
	vpb_text_add(&text, "before");
	assert_int_equal(vpb_root_read(&tree.root, "a/b", &text), 0);
	assert_int_equal(text.length, sizeof(bytes) + 6);
	assert_memory_equal(text.data + 6, bytes, sizeof(bytes));
}

static void a_file_may_be_a_megabyte_long(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {}, more = {};
	char *bytes = calloc(1, VPB_ROOT_FILE_BYTES_MAX + 1);
	TREE(tree);

	(void)state;
	assert_non_null(bytes);
	tree_bytes(&tree, "fits", bytes, VPB_ROOT_FILE_BYTES_MAX);
	tree_bytes(&tree, "too-long", bytes, VPB_ROOT_FILE_BYTES_MAX + 1);
	free(bytes);
	assert_int_equal(vpb_root_read(&tree.root, "fits", &text), 0);
	assert_int_equal(text.length, VPB_ROOT_FILE_BYTES_MAX);
	assert_int_equal(vpb_root_read(&tree.root, "too-long", &more), -EFBIG);
}

static void only_regular_files_are_opened(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char word[16];
	TREE(tree);

	(void)state;
	tree.root.is_walled = false; /* /dev/null is outside */
	tree_fifo(&tree, "fifo");
	tree_directory(&tree, "directory");
	tree_link(&tree, "null", "/dev/null");
	tree_link(&tree, "to-fifo", "fifo");
	tree_link(&tree, "to-nowhere", "nowhere");
	alarm(SECONDS_MAX);
	for (int i = 0; i < 3; i++) {
		const char *path = (const char *[]){"fifo", "null", "to-fifo"}[i];

		assert_int_equal(vpb_root_read(&tree.root, path, &text), -EINVAL);
		assert_int_equal(vpb_root_read_word(&tree.root, path, word, sizeof(word)),
			-EINVAL);
		/* Nobody reads the FIFO: an open for writing is refused at once. */
		assert_true(vpb_root_write(&tree.root, path, "x") < 0);
	}
	assert_int_equal(vpb_root_write(&tree.root, "null", "x"), -EINVAL);
	assert_int_equal(vpb_root_read(&tree.root, "directory", &text), -EINVAL);
	assert_int_equal(vpb_root_read(&tree.root, "to-nowhere", &text), -ENOENT);
	assert_int_equal(vpb_root_read(&tree.root, "fifo/x", &text), -ENOTDIR);
	alarm(0);
	assert_int_equal(text.length, 0);
}

/* A FIFO that somebody reads can be opened, and is refused then. */
static void a_fifo_with_a_reader_is_not_written(void **state)
{
	VPB_CLEANUP(vpb_closep) int reader = -1;
	char bytes[16];
	TREE(tree);

	(void)state;
	tree_fifo(&tree, "fifo");
	reader = openat(tree.root.fd, "fifo", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(reader >= 0);
	assert_int_equal(vpb_root_write(&tree.root, "fifo", "x"), -EINVAL);
	assert_int_equal(read(reader, bytes, sizeof(bytes)), 0);
}

static void a_word_loses_its_newline(void **state)
{
	char word[8] = "before";
	TREE(tree);

	(void)state;
	tree_file(&tree, "newline", "0x10de\n");
	tree_file(&tree, "none", "vfio pc");
	tree_file(&tree, "empty", "");
	tree_file(&tree, "blank", "\n");
	assert_int_equal(
		vpb_root_read_word(&tree.root, "newline", word, sizeof(word)), 0);
	assert_string_equal(word, "0x10de");
	assert_int_equal(vpb_root_read_word(&tree.root, "none", word, sizeof(word)), 0);
	assert_string_equal(word, "vfio pc");
	assert_int_equal(vpb_root_read_word(&tree.root, "empty", word, sizeof(word)), 0);
	assert_string_equal(word, "");
	assert_int_equal(vpb_root_read_word(&tree.root, "blank", word, sizeof(word)), 0);
	assert_string_equal(word, "");
}

static void a_word_that_is_none_is_refused(void **state)
{
	static const char junk[] = "\x7f"
				   "ELF\0\1";
	char word[8] = "before", wide[512] = "before", bytes[400];
	TREE(tree);

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	tree_file(&tree, "long", "12345678\n");
	tree_bytes(&tree, "longer", bytes, sizeof(bytes));
	bytes[255] = '\n';
	tree_bytes(&tree, "lines", bytes, sizeof(bytes));
	tree_bytes(&tree, "junk", junk, sizeof(junk));
	tree_file(&tree, "two", "a\nb\n");
	tree_file(&tree, "high", "\xc3\xa4\n");
	assert_int_equal(
		vpb_root_read_word(&tree.root, "long", word, sizeof(word)), -EFBIG);
	assert_int_equal(
		vpb_root_read_word(&tree.root, "longer", wide, sizeof(wide)), -EFBIG);
	assert_true(vpb_root_read_word(&tree.root, "lines", wide, sizeof(wide)) < 0);
	assert_int_equal(
		vpb_root_read_word(&tree.root, "junk", word, sizeof(word)), -EBADMSG);
	assert_int_equal(
		vpb_root_read_word(&tree.root, "two", word, sizeof(word)), -EBADMSG);
	assert_int_equal(
		vpb_root_read_word(&tree.root, "high", word, sizeof(word)), -EBADMSG);
	assert_int_equal(
		vpb_root_read_word(&tree.root, "missing", word, sizeof(word)), -ENOENT);
	assert_string_equal(word, "before");
	assert_string_equal(wide, "before");
}

static void a_write_needs_a_file(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	TREE(tree);

	(void)state;
	/* What was there goes, as in sysfs: a copy of a tree shows the last value only. */
	tree_file(&tree, "bind", "....");
	assert_int_equal(vpb_root_write(&tree.root, "bind", "ab"), 0);
	assert_int_equal(vpb_root_read(&tree.root, "bind", &text), 0);
	assert_string_equal(text.data, "ab");
	assert_int_equal(vpb_root_write(&tree.root, "missing", "ab"), -ENOENT);
	assert_false(vpb_root_has(&tree.root, "missing"));
}

static void a_link_is_its_last_part(void **state)
{
	char name[8] = "before";
	TREE(tree);

	(void)state;
	tree_link(&tree, "driver", "../../../bus/pci/drivers/ahci");
	tree_link(&tree, "plain", "xhci");
	tree_link(&tree, "long", "../a-name-of-many-bytes");
	tree_file(&tree, "file", "x");
	assert_int_equal(
		vpb_root_read_link(&tree.root, "file", name, sizeof(name)), -EINVAL);
	assert_int_equal(
		vpb_root_read_link(&tree.root, "long", name, sizeof(name)), -EFBIG);
	assert_int_equal(
		vpb_root_read_link(&tree.root, "missing", name, sizeof(name)), -ENOENT);
	assert_string_equal(name, "before");
	/* Where it leads to is not looked at. */
	assert_int_equal(vpb_root_read_link(&tree.root, "driver", name, sizeof(name)), 0);
	assert_string_equal(name, "ahci");
	assert_int_equal(vpb_root_read_link(&tree.root, "plain", name, 5), 0);
	assert_string_equal(name, "xhci");
	assert_true(vpb_root_has(&tree.root, "driver"));
	assert_true(vpb_root_has(&tree.root, "file"));
	assert_false(vpb_root_has(&tree.root, "file/x"));
}

static void assert_content(const struct tree *tree, const char *path, const char *content)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	assert_int_equal(vpb_root_read(&tree->root, path, &text), 0);
	assert_string_equal(text.data ? text.data : "", content);
}

static void replace_puts_a_whole_file(void **state)
{
	struct stat before, after;
	TREE(tree);

	(void)state;
	tree_directory(&tree, "run");
	assert_int_equal(vpb_root_replace(&tree.root, "run/vpb/report", "one"), 0);
	assert_content(&tree, "run/vpb/report", "one");
	assert_int_equal(fstatat(tree.root.fd, "run/vpb/report", &before, 0), 0);
	assert_int_equal(before.st_mode & 0777 & ~0022, before.st_mode & 0777);
	assert_int_equal(
		linkat(tree.root.fd, "run/vpb/report", tree.root.fd, "old", 0), 0);

	/* Another file comes in its place: whoever reads the old one reads it to its end. */
	assert_int_equal(
		vpb_root_replace(&tree.root, "run/vpb/report", "two, longer"), 0);
	assert_content(&tree, "run/vpb/report", "two, longer");
	assert_content(&tree, "old", "one");
	assert_int_equal(fstatat(tree.root.fd, "run/vpb/report", &after, 0), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
	assert_false(vpb_root_has(&tree.root, "run/vpb/report.new"));

	assert_int_equal(vpb_root_replace(&tree.root, "top", ""), 0);
	assert_content(&tree, "top", "");
}

static void replace_follows_no_link_and_no_leftover(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "victim", "untouched");
	tree_link(&tree, "report.new", "victim");
	tree_link(&tree, "linked", "victim");
	tree_file(&tree, "other.new", "a leftover that is longer than the text");
	assert_int_equal(vpb_root_replace(&tree.root, "report", "text"), 0);
	assert_int_equal(vpb_root_replace(&tree.root, "linked", "text"), -EINVAL);
	assert_int_equal(vpb_root_replace(&tree.root, "other", "text"), 0);
	assert_content(&tree, "victim", "untouched");
	assert_content(&tree, "report", "text");
	assert_content(&tree, "linked", "untouched");
	assert_content(&tree, "other", "text");
}

/* Root has named a device node as the report: /dev/null has to stay what it is. */
static void replace_leaves_what_is_no_file(void **state)
{
	struct stat status;
	TREE(tree);

	(void)state;
	assert_int_equal(mkfifoat(tree.root.fd, "node", 0600), 0);
	assert_int_equal(vpb_root_replace(&tree.root, "node", "text"), -EINVAL);
	assert_int_equal(fstatat(tree.root.fd, "node", &status, AT_SYMLINK_NOFOLLOW), 0);
	assert_true(S_ISFIFO(status.st_mode));
}

static void replace_that_fails_leaves_nothing(void **state)
{
	char path[5000];
	TREE(tree);

	(void)state;
	tree_directory(&tree, "directory");
	tree_file(&tree, "directory/x", "");
	assert_true(vpb_root_replace(&tree.root, "directory", "text") < 0);
	assert_false(vpb_root_has(&tree.root, "directory.new"));
	assert_int_equal(vpb_root_replace(&tree.root, "a/b/report", "text"), -ENOENT);
	/* What was there stays until the new one is whole. */
	tree_file(&tree, "report", "old");
	tree_directory(&tree, "report.new");
	assert_true(vpb_root_replace(&tree.root, "report", "text") < 0);
	assert_content(&tree, "report", "old");
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(vpb_root_replace(&tree.root, path, "text"), -ENAMETOOLONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_root_is_a_directory),
		cmocka_unit_test(a_file_is_read_whole),
		cmocka_unit_test(a_file_may_be_a_megabyte_long),
		cmocka_unit_test(only_regular_files_are_opened),
		cmocka_unit_test(a_fifo_with_a_reader_is_not_written),
		cmocka_unit_test(a_word_loses_its_newline),
		cmocka_unit_test(a_word_that_is_none_is_refused),
		cmocka_unit_test(a_write_needs_a_file),
		cmocka_unit_test(a_link_is_its_last_part),
		cmocka_unit_test(replace_puts_a_whole_file),
		cmocka_unit_test(replace_follows_no_link_and_no_leftover),
		cmocka_unit_test(replace_leaves_what_is_no_file),
		cmocka_unit_test(replace_that_fails_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
