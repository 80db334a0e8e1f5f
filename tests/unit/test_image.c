/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The list of an image's files, and the section table of a UKI. */

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../host/image/elf.h"
#include "../../host/image/image.h"
#include "../../host/image/uki.h"
#include "unit.h"

#define IMAGE(name) VPB_CLEANUP(vpb_image_done) struct vpb_image name = {}

/* A file, or with a target a link. */
static struct vpb_image_file *add(
	struct vpb_image *image, const char *path, const char *target, const char *text)
{
	struct vpb_image_file *file = vpb_image_add(image, path);

	assert_non_null(file);
	file->target = target ? strdup(target) : NULL;
	if (text)
		vpb_text_add_bytes(&file->content, text, strlen(text));
	return file;
}

static void found_at(const struct vpb_image *image, const char *path, const char *where)
{
	const struct vpb_image_file *file = vpb_image_find(image, path);

	if (!where) {
		assert_null(file);
		return;
	}
	assert_non_null(file);
	assert_string_equal(file->path, where);
}

static void links_are_followed(void **state)
{
	IMAGE(image);

	(void)state;
	add(&image, "lib", "usr/lib", NULL);
	add(&image, "./usr/lib/", NULL, NULL);
	add(&image, "usr/lib/a.so.1", "a.so.1.2", NULL);
	add(&image, "/usr/lib/a.so.1.2", NULL, NULL);
	add(&image, "usr/lib/up", "../../etc/x", NULL);
	add(&image, "etc/x", NULL, NULL);
	add(&image, "etc/absolute", "/lib/a.so.1", NULL);
	add(&image, "etc/above", "../../../../etc/x", NULL);
	add(&image, "etc/nowhere", "/dev/null", NULL);
	add(&image, "etc/round", "about", NULL);
	add(&image, "etc/about", "round", NULL);
	add(&image, "etc/itself", "itself/itself", NULL);
	assert_int_equal(vpb_image_settle(&image), 0);
	found_at(&image, "usr/lib", "usr/lib");
	found_at(&image, "lib/a.so.1", "usr/lib/a.so.1.2");
	found_at(&image, "lib/up", "etc/x");
	found_at(&image, "etc/absolute", "usr/lib/a.so.1.2");
	found_at(&image, "etc/above", "etc/x");
	found_at(&image, "etc//./x", "etc/x");
	found_at(&image, "etc/nowhere", NULL);
	found_at(&image, "etc/round", NULL);
	found_at(&image, "etc/itself", NULL);
	found_at(&image, "", NULL);
	assert_string_equal(
		vpb_image_library(&image, "a.so.1")->path, "usr/lib/a.so.1.2");
	assert_null(vpb_image_library(&image, "a.so"));
	assert_non_null(vpb_image_entry(&image, "etc/round"));
}

static void later_files_count(void **state)
{
	IMAGE(image);

	(void)state;
	add(&image, "a", NULL, "old");
	add(&image, "b", NULL, "b");
	add(&image, "a", "b", NULL);
	assert_int_equal(vpb_image_settle(&image), 0);
	assert_int_equal(image.count, 2);
	found_at(&image, "a", "b");
}

/* The content stands with the last name, and with the first of another file. */
static void names_share_content(void **state)
{
	IMAGE(image);

	(void)state;
	add(&image, "m", NULL, "");
	add(&image, "a", NULL, "")->leader = strdup("m");
	add(&image, "z", NULL, "text")->leader = strdup("m");
	add(&image, "n", NULL, "other");
	add(&image, "b", NULL, NULL)->leader = strdup("n");
	add(&image, "c", NULL, NULL)->leader = strdup("gone");
	assert_int_equal(vpb_image_settle(&image), 0);
	assert_string_equal(vpb_image_entry(&image, "m")->content.data, "text");
	assert_string_equal(vpb_image_entry(&image, "a")->content.data, "text");
	assert_string_equal(vpb_image_entry(&image, "b")->content.data, "other");
	assert_null(vpb_image_entry(&image, "c")->content.data);
}

enum {
	PE = 0x80,
	SECTIONS = PE + 24 + 16, /* after an optional header of 16 bytes */
	FILE_BYTES = 0x1400,
	SECTIONS_TOO_MANY = 97,
};

struct section {
	const char *name;
	uint32_t length, on_disk, at;
};

static void put32(unsigned char *to, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(number >> (8 * i));
}

/* A file with these sections and a kernel's release at 0x300; returns what vpb_uki_read() does. */
static int uki_read(const struct section *sections, size_t count, size_t file_bytes,
	struct vpb_uki *uki)
{
	unsigned char file[FILE_BYTES] = "MZ";
	int fd = memfd_create("uki", MFD_CLOEXEC), r;

	assert_true(fd >= 0);
	put32(file + 0x3c, PE);
	memcpy(file + PE, "PE\0\0", 4);
	file[PE + 6] = (unsigned char)count;
	file[PE + 20] = 16;
	for (size_t i = 0; i < count; i++) {
		unsigned char *at = file + SECTIONS + 40 * i;

		strncpy((char *)at, sections[i].name, 8);
		put32(at + 8, sections[i].length);
		put32(at + 16, sections[i].on_disk);
		put32(at + 20, sections[i].at);
	}
	memcpy(file + 0x300, "6.1.0-test\n", 11);
	assert_int_equal(write(fd, file, file_bytes), file_bytes);
	r = vpb_uki_read(fd, file_bytes, uki);
	close(fd);
	return r;
}

static void sections_are_found(void **state)
{
	static const struct section sections[] = {{".text", 99, 99, 0xffffffff},
		{".uname", 12, 0x100, 0x300}, {".initrd", 5, 0x200, 0x200},
		{".initrd", 6, 0x200, 0x200}, {".initrdx", 7, 7, 0x200}};
	struct vpb_uki uki = {};

	(void)state;
	assert_int_equal(uki_read(sections, COUNT_OF(sections), FILE_BYTES, &uki), 0);
	assert_string_equal(uki.release, "6.1.0-test");
	assert_int_equal(uki.initrd_at, 0x200);
	assert_int_equal(uki.initrd_bytes, 5);
}

static void wrong_sections_are_refused(void **state)
{
	static const struct section beyond[] = {{".initrd", 0x1201, 0x1201, 0x200}};
	static const struct section far[] = {
		{".initrd", 0xffffffff, 0xffffffff, 0xffffffff}};
	static const struct section none[] = {{".linux", 5, 5, 0x200}};
	static const struct section fine[] = {{".initrd", 4, 4, 0xfc}};
	struct section many[SECTIONS_TOO_MANY] = {};
	struct vpb_uki uki = {};

	(void)state;
	for (size_t i = 0; i < SECTIONS_TOO_MANY; i++)
		many[i] = fine[0];
	assert_int_equal(uki_read(many, SECTIONS_TOO_MANY - 1, FILE_BYTES, &uki), 0);
	assert_int_equal(uki_read(many, SECTIONS_TOO_MANY, FILE_BYTES, &uki), -EBADMSG);
	assert_int_equal(uki_read(beyond, 1, FILE_BYTES, &uki), -EBADMSG);
	assert_int_equal(uki_read(far, 1, FILE_BYTES, &uki), -EBADMSG);
	assert_int_equal(uki_read(none, 1, FILE_BYTES, &uki), -EBADMSG);
	assert_int_equal(uki_read(fine, 1, FILE_BYTES, &uki), 0);
	/* Cut off anywhere. */
	for (size_t bytes = 0; bytes < 0x100; bytes++)
		assert_int_equal(uki_read(fine, 1, bytes, &uki),
			bytes < 0x40 ? -ENOEXEC : -EBADMSG);
}

/* A library with that many entries in its dynamic section, all of them for one name. */
static int elf_read(size_t entry_count, struct vpb_image_file *file)
{
	static const char names[] = "\0libc.so.6";
	size_t length = sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Shdr) + sizeof(names) +
			entry_count * sizeof(Elf64_Dyn);
	char *bytes = calloc(1, length);
	Elf64_Ehdr *head;
	Elf64_Shdr *sections;
	Elf64_Dyn *entries;
	int r;

	assert_non_null(bytes);
	head = (Elf64_Ehdr *)bytes;
	sections = (Elf64_Shdr *)(head + 1);
	entries = (Elf64_Dyn *)(sections + 3);
	*head = (Elf64_Ehdr){.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
				     ELFDATA2LSB, EV_CURRENT},
		.e_type = ET_DYN,
		.e_version = EV_CURRENT,
		.e_shoff = sizeof(*head),
		.e_ehsize = sizeof(*head),
		.e_shentsize = sizeof(*sections),
		.e_shnum = 3};
	sections[1] = (Elf64_Shdr){.sh_type = SHT_STRTAB,
		.sh_offset = length - sizeof(names),
		.sh_size = sizeof(names)};
	sections[2] = (Elf64_Shdr){.sh_type = SHT_DYNAMIC,
		.sh_link = 1,
		.sh_offset = (size_t)((char *)entries - bytes),
		.sh_size = entry_count * sizeof(*entries),
		.sh_entsize = sizeof(*entries)};
	for (size_t i = 0; i < entry_count; i++)
		entries[i] = (Elf64_Dyn){.d_tag = DT_NEEDED, .d_un.d_val = 1};
	memcpy(bytes + length - sizeof(names), names, sizeof(names));
	r = vpb_image_elf_read(file, bytes, length);
	free(bytes);
	return r;
}

static void libraries_are_not_counted_for_ever(void **state)
{
	struct vpb_image_file file = {};

	(void)state;
	assert_int_equal(elf_read(2, &file), 0);
	assert_string_equal(file.needed, "libc.so.6\nlibc.so.6\n");
	free(file.needed);
	file.needed = NULL;
	assert_int_equal(elf_read(2000, &file), -EBADMSG);
	assert_int_equal(elf_read(500000, &file), -EBADMSG);
	assert_null(file.needed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_are_followed),
		cmocka_unit_test(later_files_count),
		cmocka_unit_test(names_share_content),
		cmocka_unit_test(sections_are_found),
		cmocka_unit_test(wrong_sections_are_refused),
		cmocka_unit_test(libraries_are_not_counted_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
