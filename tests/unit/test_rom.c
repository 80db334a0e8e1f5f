/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is found in a card's ROM: what a VM's firmware would do with it, and where it begins and ends. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rom_maker.h"

static struct rom_maker maker;
static struct vpb_rom rom;

static void look(void)
{
	/* Memory of its own, so that a sanitizer sees a byte too far. */
	unsigned char *copy = malloc(maker.length + !maker.length);

	if (!copy)
		abort();
	memcpy(copy, maker.data, maker.length);
	vpb_rom_look(copy, maker.length, ROM_VENDOR, ROM_DEVICE, &rom);
	free(copy);
}

/* Names, with a blank between. */
static const char *flaws(void)
{
	static char names[1000];

	names[0] = '\0';
	for (size_t i = 0; i < rom.flaws.count; i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s",
			i ? " " : "", vpb_rom_flaw_name(rom.flaws.items[i].kind));
	return names;
}

static void assert_look(enum vpb_rom_verdict verdict, const char *expected)
{
	look();
	assert_string_equal(flaws(), expected);
	assert_int_equal(rom.flaws.verdict, verdict);
}

static void assert_part(
	const struct rom_part *part, enum vpb_rom_verdict verdict, const char *expected)
{
	maker.length = 0;
	rom_add(&maker, part);
	assert_look(verdict, expected);
}

static void a_good_one_is_good(void **state)
{
	(void)state;
	maker.length = 0;
	rom_add_good(&maker);
	assert_look(VPB_ROM_GOOD, "");
	assert_int_equal(rom.begin, 0);
	assert_int_equal(rom.end, 10 * 512);
	assert_int_equal(rom.chains[VPB_ROM_BY_FIRMWARE].count, 2);
	assert_string_equal(
		vpb_rom_image_kind(&rom.chains[VPB_ROM_BY_FIRMWARE].images[1]), "EFI");
}

static void what_is_no_rom_is_useless(void **state)
{
	(void)state;
	maker.length = 0;
	assert_look(VPB_ROM_USELESS, "rom-empty");
	rom_add_bytes(&maker, 0xff, 65536);
	assert_look(VPB_ROM_USELESS, "rom-blank");
	maker.data[5] = 0;
	assert_look(VPB_ROM_USELESS, "rom-no-image");
	/* An image without PCIR; one whose pointer leads out of the file. */
	rom_put(maker.data, 2, 0xaa55);
	rom_put(maker.data + 0x18, 2, 0x40);
	assert_look(VPB_ROM_USELESS, "rom-no-image");
	rom_put(maker.data + 0x18, 2, 0xfff0);
	memcpy(maker.data + 0xfff0, "PCIR", 4);
	assert_look(VPB_ROM_USELESS, "rom-no-image");
}

static void what_stops_firmware_is_useless(void **state)
{
	const struct rom_part efi = {.code = VPB_ROM_EFI, .blocks = 6, .is_last = true};
	struct rom_part part = efi;

	(void)state;
	part.pcir = 0x42;
	assert_part(&part, VPB_ROM_USELESS, "rom-unaligned");
	part = efi, part.says_blocks = 1, part.pcir = 0x240;
	assert_part(&part, VPB_ROM_USELESS, "rom-outside");
	part = efi, part.is_unsigned = true;
	assert_part(&part, VPB_ROM_USELESS, "rom-efi");
	part = efi, part.says_blocks = 8;
	assert_part(&part, VPB_ROM_USELESS, "rom-cut");
	assert_int_equal(rom.flaws.items[0].found, 1024);
	part = efi, part.says_blocks = -1;
	assert_part(&part, VPB_ROM_USELESS, "rom-length-zero");
	part = efi, part.vendor = 0x1002;
	assert_part(&part, VPB_ROM_USELESS, "rom-other-vendor");
}

/* NVIDIA's extension has the right length there, and all but firmware goes on. */
static void a_second_image_of_length_0_is_found_behind_an_extension(void **state)
{
	(void)state;
	maker.length = 0;
	rom_add(&maker, &(struct rom_part){.code = VPB_ROM_LEGACY, .blocks = 4});
	rom_add(&maker, &(struct rom_part){.code = VPB_ROM_EFI,
				.blocks = 6,
				.is_last = true,
				.says_blocks = -1,
				.npde_blocks = 6,
				.npde_is_last = true});
	assert_look(VPB_ROM_USELESS, "rom-length-zero");
	assert_int_equal(rom.flaws.items[0].offset, 4 * 512);
	assert_int_equal(rom.chains[VPB_ROM_BY_NVIDIA].end, 10 * 512);
}

static void what_may_be_all_right_is_doubtful(void **state)
{
	const struct rom_part efi = {.code = VPB_ROM_EFI, .blocks = 6, .is_last = true};
	struct rom_part part = efi;

	(void)state;
	part.device = 0x2520;
	assert_part(&part, VPB_ROM_DOUBTFUL, "rom-other-device");
	part.also = ROM_DEVICE;
	assert_part(&part, VPB_ROM_GOOD, "");
	part.also = 0x1112;
	assert_part(&part, VPB_ROM_DOUBTFUL, "rom-other-device");
	part = efi, part.machine = 0xaa64;
	assert_part(&part, VPB_ROM_DOUBTFUL, "rom-efi-machine");
	part = efi, part.has_no_program = true;
	assert_part(&part, VPB_ROM_DOUBTFUL, "rom-efi-program");
	part = efi, part.is_last = false;
	assert_part(&part, VPB_ROM_DOUBTFUL, "rom-no-last");
	part = efi, part.code = VPB_ROM_LEGACY, part.has_bad_sum = true;
	assert_part(&part, VPB_ROM_DOUBTFUL, "rom-sum rom-no-efi");
	part.has_bad_sum = false;
	assert_part(&part, VPB_ROM_DOUBTFUL, "rom-no-efi");
}

/* What was read through the kernel ends where firmware's chain ends. */
static void nvidias_own_images_belong_to_it(void **state)
{
	struct rom_part efi = {
		.code = VPB_ROM_EFI, .blocks = 6, .is_last = true, .npde_blocks = 6};

	(void)state;
	assert_part(&efi, VPB_ROM_GOOD, "");
	rom_add(&maker, &(struct rom_part){.code = 0xe0,
				.blocks = 3,
				.is_last = true,
				.npde_blocks = 3,
				.npde_is_last = true});
	assert_look(VPB_ROM_GOOD, "");
	assert_int_equal(rom.end, 9 * 512);
	assert_int_equal(rom.chains[VPB_ROM_BY_FIRMWARE].count, 1);
	assert_int_equal(rom.chains[VPB_ROM_BY_NVIDIA].count, 2);
	/* Firmware does not come to it. */
	rom_put(maker.data + 6 * 512 + 0x44, 2, 0x1002);
	assert_look(VPB_ROM_GOOD, "");
	maker.length -= 100;
	assert_look(VPB_ROM_DOUBTFUL, "rom-nvidia-cut rom-trailing");
	assert_int_equal(rom.end, 6 * 512);
}

/* One image for firmware, of which the first revision of the extension makes two. */
static void nvidias_images_may_be_within_one_of_firmwares(void **state)
{
	static const char *const names[][2] = {{"VN", "RGIS"}, {"\x77\xbb", "NPDS"}};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		maker.length = 0;
		rom_add(&maker, &(struct rom_part){.code = VPB_ROM_EFI,
					.blocks = 6,
					.says_blocks = 9,
					.is_last = true,
					.npde_blocks = 6});
		rom_put(maker.data + 0x66, 2, 10);
		maker.data[0x6a] = 0x80; /* is none of it */
		rom_add(&maker,
			&(struct rom_part){.code = 0xe0, .blocks = 3, .is_last = true});
		memcpy(maker.data + 6 * 512, names[i][0], 2);
		memcpy(maker.data + 6 * 512 + 0x40, names[i][1], 4);
		assert_look(VPB_ROM_GOOD, "");
		assert_int_equal(rom.chains[VPB_ROM_BY_FIRMWARE].count, 1);
		assert_int_equal(rom.chains[VPB_ROM_BY_NVIDIA].count, 2);
	}
}

static void assert_trimmed(size_t begin, const char *expected)
{
	static struct rom_maker good;

	good.length = 0;
	rom_add_good(&good);
	assert_look(VPB_ROM_GOOD, expected);
	assert_int_equal(rom.begin, begin);
	assert_int_equal(rom.end - rom.begin, good.length);
	assert_memory_equal(maker.data + rom.begin, good.data, good.length);
}

static void both_ends_are_trimmed(void **state)
{
	static const size_t leading[] = {25, 512, 1024, 4096};

	(void)state;
	for (size_t i = 0; i < sizeof(leading) / sizeof(leading[0]); i++) {
		maker.length = 0;
		rom_add_bytes(&maker, 0x55, leading[i]);
		rom_add_good(&maker);
		assert_trimmed(leading[i], "rom-leading");
		rom_add_bytes(&maker, 0xff, 777);
		assert_trimmed(leading[i], "rom-leading rom-trailing");
	}
}

/* As tools that read the flash write it. Something like an image is in the way of a plain search. */
static void the_flash_says_where_it_begins(void **state)
{
	(void)state;
	for (unsigned char version = 1; version <= 3; version++) {
		maker.length = 0;
		rom_add_bytes(&maker, 0, 0x400);
		rom_add(&maker, &(struct rom_part){.blocks = 2, .says_blocks = -1});
		rom_add_bytes(&maker, 0, 0x1800 - maker.length);
		memcpy(maker.data, "NVGI", 4);
		maker.data[5] = version;
		rom_put(maker.data + 6, 2, 0x20);
		rom_put(maker.data + 8, 4, 0x40);
		if (version < 3) {
			rom_put(maker.data + 0x24, 4, 0x1800);
		} else {
			rom_put(maker.data + 0x40, 4, 0x80);
			memcpy(maker.data + 0x1080, "RFRD", 4);
			rom_put(maker.data + 0x1088, 4, 0x1800);
		}
		rom_add_good(&maker);
		assert_trimmed(0x1800, "rom-leading");
	}
}

static void any_number_of_images_comes_to_an_end(void **state)
{
	(void)state;
	maker.length = 0;
	for (int i = 0; i < 100; i++)
		rom_add(&maker, &(struct rom_part){.code = VPB_ROM_EFI, .blocks = 1});
	look();
	assert_int_equal(rom.flaws.verdict, VPB_ROM_USELESS);
	assert_int_equal(rom.chains[0].count, VPB_ROM_IMAGES_MAX);
}

static void every_flaw_has_its_words(void **state)
{
	(void)state;
	for (int kind = 0; kind < VPB_ROM_FLAW_KINDS; kind++) {
		const struct vpb_rom_flaw flaw = {(enum vpb_rom_flaw_kind)kind, 0, 1, 2};
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

		vpb_rom_flaw_describe(&flaw, &reason, &fix);
		assert_true(reason.length > 5 && !strstr(reason.data, "(null)"));
		assert_int_equal(
			vpb_rom_flaw_weight(flaw.kind) == VPB_ROM_GOOD, !fix.length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_one_is_good),
		cmocka_unit_test(what_is_no_rom_is_useless),
		cmocka_unit_test(what_stops_firmware_is_useless),
		cmocka_unit_test(a_second_image_of_length_0_is_found_behind_an_extension),
		cmocka_unit_test(what_may_be_all_right_is_doubtful),
		cmocka_unit_test(nvidias_own_images_belong_to_it),
		cmocka_unit_test(nvidias_images_may_be_within_one_of_firmwares),
		cmocka_unit_test(both_ends_are_trimmed),
		cmocka_unit_test(the_flash_says_where_it_begins),
		cmocka_unit_test(any_number_of_images_comes_to_an_end),
		cmocka_unit_test(every_flaw_has_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
