/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_TREE_H
#define VPB_UNIT_TREE_H

#include "../../helper/sys/root.h"
#include "fixture.h"
#include "unit.h"

/*
 * A real directory with files, which goes with the scope. Paths are relative to it; the
 * directories above them are made. All of it fails the running test on an error.
 */
struct tree {
	char path[32];
	struct vpb_root root;
};

void tree_make(struct tree *tree);
void tree_done(struct tree *tree);

#define TREE(name) \
	VPB_CLEANUP(tree_done) struct tree name = {}; \
	tree_make(&name)

void tree_file(const struct tree *tree, const char *path, const char *text);
void tree_bytes(
	const struct tree *tree, const char *path, const void *bytes, size_t length);
void tree_link(const struct tree *tree, const char *path, const char *target);
void tree_fifo(const struct tree *tree, const char *path);
void tree_directory(const struct tree *tree, const char *path);

/*
 * Adds a PCI function as sysfs shows it, with vendor, device, class, irq, resource and a FIFO
 * in place of `config`: whoever opens that one blocks for ever. `identity` is
 * "VENDOR:DEVICE:CLASS", the class with six digits.
 */
void tree_device(const struct tree *tree, const char *address, const char *identity);

/* One attribute or link of a device that tree_device() made. */
void tree_attribute(
	const struct tree *tree, const char *address, const char *name, const char *text);
void tree_device_link(const struct tree *tree, const char *address, const char *name,
	const char *target);

/* A card of two functions, and a display in another domain; not in the order of addresses. */
#define TREE_GPU "0000:01:00.0"
#define TREE_AUDIO "0000:01:00.1"
void tree_card(const struct tree *tree);

/*
 * Scans the tree for what that config selects, with all the details. An alarm ends a test that
 * opens one of the FIFOs which stand for `config`.
 */
void tree_scan(const struct tree *tree, const char *config, struct fixture *fixture);

#endif
