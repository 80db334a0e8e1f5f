/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../../helper/usage/parts.h"
#include "disk_tree.h"

#define BIND "bind 03:00.0\n"

/* What the kernel says when the disk is opened is told here by what stands in the node's place. */
static void a_disk_that_cannot_be_opened_stays(void **state)
{
	static const char disk[] = "disk nvme1n1 " DISK_PATH("03") "\n";
	FIXTURE(fixture);
	TREE(tree);
	VPB_CLEANUP(vpb_holds_done) struct vpb_holds holds = {};
	VPB_CLEANUP(vpb_blocks_done) struct vpb_blocks blocks = {};
	const struct vpb_needs needs = {};
	const bool is_candidate[2] = {true, true};
	struct vpb_usage usage = {.root = &tree.root,
		.blocks = &blocks,
		.needs = &needs,
		.is_candidate = is_candidate,
		.snapshot = &fixture.snapshot};

	(void)state;
	tree_device(&tree, "0000:03:00.0", "144d:a80a:010802");
	disk_tree(&tree, disk);
	tree_scan(&tree, BIND, &fixture);
	assert_int_equal(vpb_blocks_read(&tree.root, &blocks), 0);
	assert_int_equal(vpb_usage_open_disks(&usage, &holds), 0);
	assert_string_equal(fixture.snapshot.devices[0].in_use.reason,
		"carries nvme1n1, which may be in use: it cannot be opened (No such file or "
		"directory)");
	assert_int_equal(holds.count, 0);
}

/* The real thing, where this test may make a disk of a file. */
static void loop_end(int *fd)
{
	if (*fd >= 0)
		ioctl(*fd, LOOP_CLR_FD, 0);
	vpb_closep(fd);
}

/* A loop device over a new file, or -1. */
static int loop_make(struct vpb_block *block)
{
	VPB_CLEANUP(vpb_closep)
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	VPB_CLEANUP(vpb_closep) int file = memfd_create("disk", MFD_CLOEXEC);
	int number = control < 0 ? -1 : ioctl(control, LOOP_CTL_GET_FREE), fd;
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/dev/loop%d", number);
	fd = number < 0 ? -1 : open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (ftruncate(file, 1 << 20) < 0 || ioctl(fd, LOOP_SET_FD, file) < 0 ||
		fstat(fd, &status) < 0) {
		close(fd);
		return -1;
	}
	snprintf(block->name, sizeof(block->name), "loop%d", number);
	block->major = major(status.st_rdev);
	block->minor = minor(status.st_rdev);
	return fd;
}

static void a_free_disk_is_held_and_a_held_one_is_not_free(void **state)
{
	FIXTURE(fixture);
	VPB_CLEANUP(vpb_root_done) struct vpb_root root = {.fd = -1};
	VPB_CLEANUP(vpb_holds_done) struct vpb_holds holds = {};
	struct vpb_address address = {0, 3, 0, 0};
	struct vpb_block block = {.disk = -1, .functions = &address, .function_count = 1};
	VPB_CLEANUP(loop_end) int loop = loop_make(&block);
	const struct vpb_blocks blocks = {&block, 1};
	const struct vpb_needs needs = {};
	const bool is_candidate[1] = {true};
	struct vpb_usage usage = {.root = &root,
		.blocks = &blocks,
		.needs = &needs,
		.is_candidate = is_candidate,
		.snapshot = &fixture.snapshot};
	struct vpb_device *device;
	char path[80];
	int other;

	(void)state;
	if (loop < 0)
		skip();
	assert_int_equal(vpb_root_open("/", &root), 0);
	fixture_devices(&fixture, "03:00.0 144d:a80a 0108");
	device = &fixture.snapshot.devices[0];
	assert_int_equal(vpb_usage_open_disks(&usage, &holds), 0);
	assert_null(device->in_use.reason);
	assert_int_equal(holds.count, 1);

	snprintf(path, sizeof(path), "/dev/%s", block.name);
	assert_int_equal(open(path, O_RDONLY | O_EXCL | O_CLOEXEC), -1);
	assert_int_equal(errno, EBUSY);
	vpb_holds_done(&holds);
	other = open(path, O_RDONLY | O_EXCL | O_CLOEXEC);
	assert_true(other >= 0);
	assert_int_equal(vpb_usage_open_disks(&usage, &holds), 0);
	assert_int_equal(holds.count, 0);
	assert_non_null(
		strstr(device->in_use.reason, "which is in use, as the kernel says"));
	close(other);

	/* What has trouble already is not opened at all. */
	assert_int_equal(vpb_usage_open_disks(&usage, &holds), 0);
	assert_int_equal(holds.count, 0);
}

/* An empty disk is not one whose partitions have not come up yet. */
static void a_table_without_partitions_is_not_blank(void **state)
{
	VPB_CLEANUP(vpb_root_done) struct vpb_root root = {.fd = -1};
	struct vpb_block block = {.disk = -1};
	VPB_CLEANUP(loop_end) int loop = loop_make(&block);
	struct vpb_blocks blocks = {&block, 1};
	/* One entry of an MBR: Linux, from sector 1 on, 10 sectors. */
	static const unsigned char entry[] = {
		0x80, 0, 0, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, 10};
	unsigned char sector[512] = {[510] = 0x55, [511] = 0xaa};

	(void)state;
	if (loop < 0)
		skip();
	assert_int_equal(vpb_root_open("/", &root), 0);
	assert_int_equal(vpb_tags_read_devices(&root, &blocks), 0);
	assert_string_equal(block.tags.type, "");
	free(block.tags.type);
	block.tags.type = NULL;

	memcpy(sector + 446, entry, sizeof(entry));
	assert_int_equal(pwrite(loop, sector, sizeof(sector), 0), sizeof(sector));
	fsync(loop);
	assert_int_equal(vpb_tags_read_devices(&root, &blocks), 0);
	assert_null(block.tags.type);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_that_cannot_be_opened_stays),
		cmocka_unit_test(a_table_without_partitions_is_not_blank),
		cmocka_unit_test(a_free_disk_is_held_and_a_held_one_is_not_free),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
