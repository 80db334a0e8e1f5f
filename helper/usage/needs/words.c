/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The words of the kernel command line that may come more than once. */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"
#include "../../core/kernel_line.h"
#include "need_source.h"
#include "read.h"

#define ON_THE_LINE "on the kernel command line"

static const char other_disk[] = "give the VM another disk";

const char *vpb_word_value(const char *word, const char *key)
{
	word = vpb_kernel_word_has_key(word, key) ? word + strlen(key) + 1 : "";
	return *word ? word : NULL;
}

/* Volumes by a UUID that goes up to '=', where there is one; some write "luks-" before it. */
static int uuid_add(const struct vpb_need_source *from, const char *value)
{
	char name[300] = "UUID=";
	size_t length = strlen(name);

	if (vpb_word_has_start(value, "luks-"))
		value += strlen("luks-");
	for (; *value && *value != '=' && length < sizeof(name) - 1; value++)
		name[length++] = (char)tolower((unsigned char)*value);
	name[length] = '\0';
	return vpb_need_source_add_exact(from, name);
}

static int array_add(const struct vpb_need_source *from, const char *value)
{
	char name[300] = "ARRAY=";
	size_t length = strlen(name);

	for (; *value && length < sizeof(name) - 1; value++)
		if (isxdigit((unsigned char)*value))
			name[length++] = (char)tolower((unsigned char)*value);
	name[length] = '\0';
	return vpb_need_source_add_exact(from, name);
}

/* A word about one volume begins with its UUID (systemd-cryptsetup-generator(8)). */
static const char *after_uuid(const char *value)
{
	size_t length = strspn(value, "0123456789abcdefABCDEF-");

	return length && value[length] == '=' ? value + length + 1 : value;
}

static int data_add(const struct vpb_need_source *from, const char *value)
{
	return vpb_need_source_add(from, after_uuid(value));
}

static int key_add(const struct vpb_need_source *from, const char *value)
{
	return vpb_need_source_add_key(from, after_uuid(value));
}

static int options_add(const struct vpb_need_source *from, const char *value)
{
	const char *header = vpb_option_find(after_uuid(value), "header", NULL);

	return header ? vpb_need_source_add_key(from, header) : 0;
}

/* DEVICE:NAME or DEVICE:TYPE:PATH (mkinitcpio's encrypt hook). */
static int device_add(const struct vpb_need_source *from, const char *value)
{
	VPB_CLEANUP(vpb_freep) char *device = strndup(value, strcspn(value, ":"));

	return device ? vpb_need_source_add(from, device) : -ENOMEM;
}

static int whole_add(const struct vpb_need_source *from, const char *value)
{
	return vpb_name_is_device(value) ? vpb_need_source_add(from, value) : 0;
}

/*
 * The partitions with the data and with the hashes have the first and the last 128 bits of the
 * root hash as their UUIDs (systemd-veritysetup-generator(8)).
 */
static int hash_add(const struct vpb_need_source *from, const char *value)
{
	size_t length = strspn(value, "0123456789abcdefABCDEF");
	int r = 0;

	for (int end = 0; r == 0 && length >= 32 && end < 2; end++) {
		const char *part = end ? value + length - 32 : value;
		char name[64];

		snprintf(name, sizeof(name), "PARTUUID=%.8s-%.4s-%.4s-%.4s-%.12s", part,
			part + 8, part + 12, part + 16, part + 20);
		r = vpb_need_source_add_exact(from, name);
	}
	return r;
}

/* In place: "\\x3a" is a colon that does not separate (systemd's extract_many_words). */
static void field_unescape(char *field)
{
	char *to = field;

	while (*field) {
		size_t length = vpb_word_escape(field, to);

		if (!length) {
			field += *field == '\\' && field[1];
			*to = *field;
			length = 1;
		}
		field += length;
		to++;
	}
	*to = '\0';
}

/* WHAT:WHERE:TYPE:OPTIONS, or for swap space WHAT:OPTIONS (systemd-fstab-generator(8)). */
static int line_add(struct vpb_needs *needs, const char *word, const char *value,
	bool is_swap, bool is_weak)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(value);
	char *rest = copy, *fields[4] = {NULL}, origin[300];
	struct vpb_need_source from = {.needs = needs,
		.need = {.user = origin, .fix = (char *)other_disk, .is_weak = true}};
	struct mntent line;

	if (!copy)
		return -ENOMEM;
	for (size_t i = 0; rest && i < 4; i++) {
		fields[i] = strsep(&rest, ":");
		field_unescape(fields[i]);
	}
	snprintf(origin, sizeof(origin), "'%.200s' " ON_THE_LINE, word);
	/* The initramfs has mounted it below a folder of its own. */
	if (is_weak)
		return vpb_need_source_add(&from, fields[0]);
	line = (struct mntent){.mnt_fsname = fields[0],
		.mnt_dir = is_swap || !fields[1] ? "" : fields[1],
		.mnt_type = is_swap	? "swap"
			    : fields[2] ? fields[2]
					: "",
		.mnt_opts = is_swap ? fields[1] : fields[3]};
	if (!line.mnt_opts)
		line.mnt_opts = "";
	return vpb_needs_add_mount(needs, origin, &line);
}

/*
 * The initramfs has already done what rd. asks for, so such a need is weak: it is no trouble where
 * it is not found. So is one that the table has in another form, or that was looked for before.
 */
int vpb_word_parse(struct vpb_needs *needs, const char *word)
{
	static const struct {
		const char *key;
		int (*add)(const struct vpb_need_source *from, const char *value);
		bool is_weak;
	} keys[] = {
		{"luks.uuid", uuid_add, false},
		{"luks.name", uuid_add, false},
		{"luks.data", data_add, false},
		{"luks.key", key_add, false},
		{"luks.options", options_add, false},
		{"md.uuid", array_add, true},
		{"cryptdevice", device_add, false},
		{"cryptkey", device_add, false},
		{"boot", whole_add, false},
		{"systemd.verity_root_data", whole_add, false},
		{"systemd.verity_root_hash", whole_add, false},
		{"systemd.verity_usr_data", whole_add, false},
		{"systemd.verity_usr_hash", whole_add, false},
		{"roothash", hash_add, true},
		{"usrhash", hash_add, true},
	};
	bool is_rd = vpb_word_has_start(word, "rd.");
	const char *plain = is_rd ? word + strlen("rd.") : word, *value;
	char user[300];
	struct vpb_need_source from = {
		.needs = needs, .need = {.user = user, .fix = (char *)other_disk}};

	value = vpb_word_value(plain, "systemd.mount-extra");
	if (value)
		return line_add(needs, word, value, false, is_rd);
	value = vpb_word_value(plain, "systemd.swap-extra");
	if (value)
		return line_add(needs, word, value, true, is_rd);
	snprintf(user, sizeof(user), "'%.200s' " ON_THE_LINE " names it", word);
	for (size_t i = 0; i < VPB_ARRAY_SIZE(keys); i++) {
		value = vpb_word_value(plain, keys[i].key);
		from.need.is_weak = is_rd || keys[i].is_weak;
		if (value)
			return keys[i].add(&from, value);
	}
	return 0;
}
