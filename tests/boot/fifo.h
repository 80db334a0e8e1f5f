/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TEST_FIFO_H
#define TEST_FIFO_H

#include <stdbool.h>
#include <stddef.h>

/* Trees of one machine in which FIFOs stand where files were. */

#define CARD "sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0"
#define BIND "sys/bus/pci/drivers/vfio-pci/bind"

enum {
	FILES_MAX = 128,
};

/* A file that the program opens, and what it says of a FIFO there; "slow", or "-" for nothing. */
struct touched {
	char path[256], said[128];
};

struct touched_list {
	struct touched items[FILES_MAX];
	size_t count;
};

/* Reads the list: PATH, blanks, what is said. False after a failure, told on stderr. */
bool touched_read(const char *path, struct touched_list *list);

/*
 * Expands the machine and adds files, so that there is one wherever the program looks for one.
 * False after a failure, told on stderr.
 */
bool fifo_tree_make(const char *expand, const char *machine, const char *tree);

/* `what` is a file, "all", "all but" the configuration, or NULL for none. */
bool fifo_place(const struct touched_list *list, const char *tree, const char *what);

#endif
