/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TEST_CASE_H
#define TEST_CASE_H

#include <stdbool.h>

/*
 * A case as text. '#' starts a comment at the beginning of a line. Lines that start with
 * "> " are the text that belongs to the line above them; "! " is the same with \n, \t, \0 and
 * \xHH in it, and without a newline at its end. DIR stands for the tree.
 *
 *   machine NAME       tests/machines/NAME.machine
 *   with LINE          one more line of that machine, see machines/machine.h
 *   file PATH          a file of the tree (its folders are made), with the text below
 *   huge PATH COUNT    a file of COUNT bytes
 *   link PATH TARGET   a symbolic link, perhaps in place of a file
 *   fifo PATH          a FIFO that nobody writes into
 *   program late       vfio-prebind-late, beside the helper, instead of the helper
 *   args WORDS...      instead of --dry-run; with \xHH and the like as in "! TEXT"
 *   status NUMBER      exit status, 0 where not given
 *   stdout, stderr     what is printed, nothing where not given
 *   writes             each write below DIR/sys in order: the last two parts of the path, "text"
 *   after PATH         what the file holds afterwards
 *   absent PATH        what must not be there afterwards
 *   unscanned          /sys/bus/pci is never opened
 *
 * In all texts the numbers after version=, began-us=, ended-us= and linked-us= are N.
 */

enum {
	ENTRIES_MAX = 64,
};

struct entry {
	char *verb; /* "file", "huge", "link", "fifo", "after" or "absent" */
	char *path; /* below the tree */
	char *text; /* content, or the link's target, or the count */
};

struct test_case {
	char *machine;
	char *with; /* lines */
	char *args;
	bool is_late;
	int status;
	char *out, *err;
	char *writes; /* "": none are allowed */
	bool is_unscanned;
	struct entry entries[ENTRIES_MAX];
	unsigned int entry_count;
};

/* False after a mistake, told on stderr with file and line. */
bool case_read(const char *path, struct test_case *test);

void case_done(struct test_case *test);

/*
 * Makes the tree of the case anew: its machine, of the folder `machines`, by the program `expand`,
 * with its files and links. False after a failure, told on stderr.
 */
bool case_make_tree(const struct test_case *test, const char *machines,
	const char *expand, const char *tree);

/* Makes the files and links of the case in the tree. False after a failure, told on stderr. */
bool case_prepare(const struct test_case *test, const char *tree);

#endif
