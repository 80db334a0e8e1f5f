/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TEST_MACHINE_H
#define TEST_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A machine as text, a thing a line; '#' starts a comment, and names are the kernel's:
 *
 *   cmdline WORDS...        the kernel command line; a later line replaces an earlier one
 *   boot-id WORD            /proc/sys/kernel/random/boot_id
 *   modules NAME...         loaded modules
 *   drivers NAME...         PCI drivers that are there with nothing bound; `none` forgets
 *                           the names of earlier lines
 *   parameter MODULE NAME VALUE
 *   release WORD            /proc/sys/kernel/osrelease
 *   vmcore                  /proc/vmcore is there: the kernel that saves a crash dump
 *   device ADDRESS KEY=VALUE...
 *   change ADDRESS KEY=VALUE...   other values for a device of an earlier line
 *   block NAME WHERE KEY=VALUE...   a block device, where WHERE is below=ADDRESS (a disk),
 *                           disk=NAME (a partition) or over=NAME,NAME (made of others); keys: type,
 *                           uuid, label, partuuid (what udev wrote down), dm, dmuuid, mount, swap
 *   remove ADDRESS          a device of an earlier line is not there
 *
 * Keys: framebuffer=1 (the firmware framebuffer is in its memory), id and subsystem (vendor:device), class (six digits), rev, parent (an address of an
 * earlier line), behind= (of a device on a root bus: an earlier line's address, where that device
 * brings the bus, as VMD does), bus (of bridges: first or first-last bus below), header
 * (default: 1 with a bus, else 0), group, driver, boot_vga, override, physfn (an address),
 * numvfs, totalvfs, reset (reset_method, with '+' between the words), power
 * (power/runtime_status). `none` takes group, driver, override, physfn, numvfs, reset and power
 * away. Addresses have all their digits.
 *
 * This shares no code with the programs under test, so that a mistake in reading a machine
 * shows as a difference.
 */

enum {
	DEVICES_MAX = 16384,
	NAMES_MAX = 256,
	NAME_BYTES = 64,
	BLOCKS_MAX = 32,
	BLOCK_BYTES = 400,
	WORDS_MAX = 16,
	NONE = -1,
};

struct address {
	unsigned int domain, bus, device, function;
};

struct device {
	struct address address;
	unsigned int vendor, product, subvendor, subproduct, class_code, revision;
	unsigned int header;
	bool is_removed, has_bus;
	unsigned int bus_first, bus_last;
	int parent, behind, physfn; /* indexes into the machine's devices, or NONE */
	int group, boot_vga, vf_count, vf_total; /* or NONE */
	int framebuffer;
	char driver[NAME_BYTES], override[NAME_BYTES], reset[NAME_BYTES],
		power[NAME_BYTES]; /* or "" */
};

struct parameter {
	char module[NAME_BYTES], name[NAME_BYTES], value[NAME_BYTES];
};

struct machine {
	char cmdline[4096], boot_id[NAME_BYTES], release[NAME_BYTES];
	char modules[NAMES_MAX][NAME_BYTES], drivers[NAMES_MAX][NAME_BYTES];
	size_t module_count, driver_count;
	struct parameter parameters[NAMES_MAX];
	size_t parameter_count;
	bool has_vmcore;
	struct device devices[DEVICES_MAX];
	size_t device_count;
	char blocks[BLOCKS_MAX]
		   [BLOCK_BYTES]; /* lines as they are: blocks.c takes them apart */
	size_t block_count;
};

/*
 * Reads `path` into the zeroed machine. False after a mistake, which was told on stderr with
 * file, line, column and word.
 */
bool machine_read(const char *path, struct machine *machine);

/* Makes DIR/sys, DIR/proc, DIR/etc and DIR/run; DIR must not be there. False with errno told. */
bool machine_expand(const struct machine *machine, const char *directory);

/*
 * The parts of that, for block devices: a file or a link in a folder of the tree, which is made;
 * where a device is in it; all block devices.
 */
void tree_put(const char *directory, const char *name, const char *text);
void tree_link(const char *directory, const char *name, const char *target);
bool machine_place(const struct machine *machine, const char *address, char *place);
bool blocks_put(const struct machine *machine);

#endif
