/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Where a card's ROM is had from. The card itself is played: it wakes, is read, and sleeps again. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../vm/rom/source.h"
#include "rom_maker.h"
#include "tree.h"

#define SETUP "sys/kernel/boot_params/setup_data/"
#define CARD "sys/bus/pci/devices/0000:01:00.0/"

static const struct vpb_device card = {.address = {.bus = 1},
	.vendor = ROM_VENDOR,
	.device = ROM_DEVICE,
	.class_code = 0x0300};
static struct rom_maker maker;

static void good_make(void)
{
	maker.length = 0;
	rom_add_good(&maker);
}

static void assert_source(int r, const struct vpb_rom_source *source, const char *end)
{
	assert_int_equal(r, 0);
	assert_int_equal(source->length, maker.length);
	assert_memory_equal(source->data, maker.data, maker.length);
	assert_string_equal(source->from + strlen(source->from) - strlen(end), end);
}

/* One of the kernel's, for this place; the type as the kernel prints it. */
static void setup_file(const struct tree *tree, const char *name, const char *type,
	uint32_t bus, uint32_t vendor)
{
	static unsigned char data[ROM_MAKER_BYTES];
	char path[100];

	memset(data, 0, 48);
	rom_put(data, 2, vendor);
	rom_put(data + 2, 2, ROM_DEVICE);
	rom_put(data + 8, 4, (uint32_t)maker.length);
	rom_put(data + 24, 4, bus);
	memcpy(data + 48, maker.data, maker.length);
	snprintf(path, sizeof(path), SETUP "%s/type", name);
	tree_file(tree, path, type);
	snprintf(path, sizeof(path), SETUP "%s/data", name);
	tree_bytes(tree, path, data, 48 + maker.length);
}

static void the_boot_has_that_of_the_same_place(void **state)
{
	TREE(tree);
	struct vpb_rom_source source = {};

	(void)state;
	good_make();
	assert_int_equal(vpb_rom_read_boot(&tree.root, &card, &source), -ENOENT);
	setup_file(&tree, "0", "0x4\n", 1, ROM_VENDOR);
	setup_file(&tree, "1", "0x3\n", 2, ROM_VENDOR);
	setup_file(&tree, "2", "0x3\n", 1, 0x1002);
	assert_int_equal(vpb_rom_read_boot(&tree.root, &card, &source), -ENOENT);
	setup_file(&tree, "3", "0x3\n", 1, ROM_VENDOR);
	assert_source(
		vpb_rom_read_boot(&tree.root, &card, &source), &source, SETUP "3/data");
	vpb_rom_source_done(&source);
	/* Shorter than its head, and a head alone. */
	tree_bytes(&tree, SETUP "3/data", maker.data, 20);
	assert_int_equal(vpb_rom_read_boot(&tree.root, &card, &source), -ENOENT);
	maker.length = 0;
	setup_file(&tree, "3", "0x3\n", 1, ROM_VENDOR);
	assert_int_equal(vpb_rom_read_boot(&tree.root, &card, &source), -ENOENT);
}

/* A table with an image for another place, and this one's. */
static size_t vfct_make(unsigned char *table, uint32_t length)
{
	size_t at = 0x4c;

	memset(table, 0, at);
	memcpy(table, "VFCT", 4);
	rom_put(table + 0x34, 4, (uint32_t)at);
	for (uint32_t bus = 2; bus > 0; bus--) {
		memset(table + at, 0, 28);
		rom_put(table + at, 4, bus);
		rom_put(table + at + 12, 2, ROM_VENDOR);
		rom_put(table + at + 14, 2, ROM_DEVICE);
		rom_put(table + at + 24, 4, length);
		memcpy(table + at + 28, maker.data, maker.length);
		at += 28 + maker.length;
	}
	return at;
}

static void the_firmware_has_it_in_a_table(void **state)
{
	static unsigned char table[ROM_MAKER_BYTES];
	static const char path[] = "sys/firmware/acpi/tables/VFCT";
	TREE(tree);
	struct vpb_rom_source source = {};
	size_t length;

	(void)state;
	good_make();
	assert_int_equal(vpb_rom_read_acpi(&tree.root, &card, &source), -ENOENT);
	length = vfct_make(table, (uint32_t)maker.length);
	tree_bytes(&tree, path, table, length);
	assert_source(vpb_rom_read_acpi(&tree.root, &card, &source), &source, path);
	vpb_rom_source_done(&source);
	/* Cut off; lengths that lead nowhere, and out of it. */
	tree_bytes(&tree, path, table, length - 1);
	assert_int_equal(vpb_rom_read_acpi(&tree.root, &card, &source), -ENOENT);
	for (uint32_t wrong = 0; wrong < 2; wrong++) {
		length = vfct_make(table, wrong ? UINT32_MAX : 0);
		tree_bytes(&tree, path, table, length);
		assert_int_equal(vpb_rom_read_acpi(&tree.root, &card, &source), -ENOENT);
	}
	tree_bytes(&tree, path, table, 20);
	assert_int_equal(vpb_rom_read_acpi(&tree.root, &card, &source), -ENOENT);
}

/* The card that is played, in memory that the child of a deadline shares. */
static struct played {
	bool never_wakes, has_died, is_awake, is_open;
	char log[200];
} * played;
static const struct tree *played_tree;

int __wrap_vpb_root_write(
	const struct vpb_root *root, const char *path, const char *text);
int __wrap_vpb_root_write(const struct vpb_root *root, const char *path, const char *text)
{
	const char *name = path + strlen(CARD);

	(void)root;
	assert_int_equal(strncmp(path, CARD, strlen(CARD)), 0);
	snprintf(played->log + strlen(played->log),
		sizeof(played->log) - strlen(played->log), "%s=%s ", name, text);
	if (strcmp(name, "power/control") == 0) {
		tree_file(played_tree, path, text);
		played->is_awake = strcmp(text, "on") == 0;
		tree_file(played_tree, CARD "power/runtime_status",
			played->is_awake && !played->never_wakes ? "active\n"
								 : "suspended\n");
	} else if (played->has_died) {
		return -EIO;
	} else {
		played->is_open = strcmp(text, "1") == 0;
		tree_bytes(played_tree, path, maker.data,
			played->is_open && played->is_awake ? maker.length : 0);
	}
	return 0;
}

static void card_make(struct tree *tree, const char *control)
{
	memset(played, 0, sizeof(*played));
	played_tree = tree;
	played->is_awake = strcmp(control, "on\n") == 0;
	good_make();
	tree->root.is_running_machine = true;
	tree_file(tree, CARD "power/control", control);
	tree_file(tree, CARD "power/runtime_status",
		played->is_awake ? "active\n" : "suspended\n");
	tree_file(tree, CARD "rom", "");
}

static void a_card_is_woken_and_sleeps_again(void **state)
{
	TREE(tree);
	struct vpb_rom_source source = {};

	(void)state;
	card_make(&tree, "auto\n");
	assert_source(vpb_rom_read_card(&tree.root, &card, &source), &source, CARD "rom");
	assert_string_equal(
		played->log, "power/control=on rom=1 rom=0 power/control=auto ");
	vpb_rom_source_done(&source);
	/* One that somebody keeps awake stays so. */
	card_make(&tree, "on\n");
	assert_source(vpb_rom_read_card(&tree.root, &card, &source), &source, CARD "rom");
	assert_string_equal(played->log, "rom=1 rom=0 ");
	vpb_rom_source_done(&source);
}

static void a_card_that_does_not_answer_is_left_as_it_was(void **state)
{
	TREE(tree);
	struct vpb_rom_source source = {};

	(void)state;
	card_make(&tree, "auto\n");
	played->has_died = true;
	assert_int_equal(vpb_rom_read_card(&tree.root, &card, &source), -EIO);
	assert_string_equal(played->log, "power/control=on rom=1 power/control=auto ");
	card_make(&tree, "auto\n");
	played->never_wakes = true;
	assert_int_equal(vpb_rom_read_card(&tree.root, &card, &source), -ETIMEDOUT);
	assert_string_equal(played->log, "power/control=on power/control=auto ");
	assert_null(source.data);
}

static void nothing_is_written_where_that_makes_no_sense(void **state)
{
	TREE(tree);
	struct vpb_rom_source source = {};
	struct vpb_device first = card;

	(void)state;
	first.is_boot_vga = true;
	card_make(&tree, "auto\n");
	assert_int_equal(vpb_rom_read_card(&tree.root, &first, &source), -EUCLEAN);
	/* A copy of a machine. */
	tree.root.is_running_machine = false;
	tree_bytes(&tree, CARD "rom", maker.data, maker.length);
	assert_source(vpb_rom_read_card(&tree.root, &card, &source), &source, CARD "rom");
	vpb_rom_source_done(&source);
	first.address.bus = 9;
	first.is_boot_vga = false;
	assert_int_equal(vpb_rom_read_card(&tree.root, &first, &source), -ENOENT);
	assert_string_equal(played->log, "");
}

static void a_file_is_read_up_to_what_a_rom_can_be(void **state)
{
	TREE(tree);
	struct vpb_rom_source source = {};
	char path[100];

	(void)state;
	good_make();
	tree_bytes(&tree, "card.rom", maker.data, maker.length);
	snprintf(path, sizeof(path), "%s/card.rom", tree.path);
	assert_source(vpb_rom_read_file(path, &source), &source, path);
	vpb_rom_source_done(&source);
	assert_int_equal(truncate(path, VPB_ROM_BYTES_MAX), 0);
	assert_int_equal(vpb_rom_read_file(path, &source), 0);
	vpb_rom_source_done(&source);
	assert_int_equal(truncate(path, VPB_ROM_BYTES_MAX + 1), 0);
	assert_int_equal(vpb_rom_read_file(path, &source), -EFBIG);
	tree_fifo(&tree, "fifo");
	snprintf(path, sizeof(path), "%s/fifo", tree.path);
	assert_int_equal(vpb_rom_read_file(path, &source), -EINVAL);
	snprintf(path, sizeof(path), "%s/none", tree.path);
	assert_int_equal(vpb_rom_read_file(path, &source), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_boot_has_that_of_the_same_place),
		cmocka_unit_test(the_firmware_has_it_in_a_table),
		cmocka_unit_test(a_card_is_woken_and_sleeps_again),
		cmocka_unit_test(a_card_that_does_not_answer_is_left_as_it_was),
		cmocka_unit_test(nothing_is_written_where_that_makes_no_sense),
		cmocka_unit_test(a_file_is_read_up_to_what_a_rom_can_be),
	};

	played = mmap(NULL, sizeof(*played), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
