/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "anonymous.h"

#include <ctype.h>
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/core/kernel_line.h"
#include "../../helper/sys/folder.h"
#include "manifest.h"

enum {
	WORD_LEAST = 3, /* shorter ones are in every text */
	VALUE_LEAST = 4, /* of the command line: "off" says nothing */
	PIECE_LEAST = 5, /* of a value with several parts */
};

void vpb_secrets_done(struct vpb_secrets *secrets)
{
	for (size_t i = 0; i < secrets->count; i++)
		free(secrets->words[i]);
	free(secrets->words);
	*secrets = (struct vpb_secrets){};
}

static int secret_add(
	struct vpb_secrets *secrets, const char *word, size_t length, size_t least)
{
	char **words;

	if (length < least)
		return 0;
	words = vpb_array_grow(secrets->words, secrets->count, sizeof(*words));
	if (!words)
		return -ENOMEM;
	secrets->words = words;
	words[secrets->count] = strndup(word, length);
	return words[secrets->count] ? (int)(secrets->count++, 0) : -ENOMEM;
}

/* A file of one word; none is no secret. */
static int file_take(
	const struct vpb_root *root, const char *path, struct vpb_secrets *secrets)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (vpb_root_read(root, path, &text) < 0 || !text.data)
		return 0;
	for (char *c = text.data; *c; c++)
		if (*c == '\n')
			*c = ' ';
	while (text.length && text.data[text.length - 1] == ' ')
		text.length--;
	return secret_add(secrets, text.data, text.length, WORD_LEAST);
}

/* The whole, and each part that is not too short: "10.0.0.2::10.0.0.1:255.255.255.0:name:eth0". */
static int value_take(const char *value, struct vpb_secrets *secrets)
{
	static const char between[] = " \t,:;/@=\"'";
	int r = secret_add(secrets, value, strlen(value), VALUE_LEAST);

	while (r == 0 && *(value += strspn(value, between))) {
		size_t length = strcspn(value, between);

		r = secret_add(secrets, value, length, PIECE_LEAST);
		value += length;
	}
	return r;
}

static int cmdline_take(const struct vpb_root *root, struct vpb_secrets *secrets)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_kernel_word word;
	struct vpb_kernel_line line;
	int r = 0;

	if (vpb_root_read(root, "proc/cmdline", &text) < 0 || !text.data)
		return 0;
	line = (struct vpb_kernel_line){text.data, text.data};
	while (r == 0 && vpb_kernel_line_cut(&line, &word))
		/* A blank in it had quotes. */
		if (word.value && (strpbrk(word.value, VPB_KERNEL_BLANKS) ||
					  !vpb_manifest_shows_word(word.key)))
			r = value_take(word.value, secrets);
	return r;
}

/* Each name in that folder is one, or where `file` is given, what that file below it says. */
static int folder_take(const struct vpb_root *root, const char *path, const char *file,
	struct vpb_secrets *secrets)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, path);
	int r = 0;

	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		char whole[PATH_MAX];

		snprintf(whole, sizeof(whole), "%s/%s/%s", path, name, file ? file : "");
		r = file ? file_take(root, whole, secrets)
			 : secret_add(secrets, name, strlen(name), WORD_LEAST);
	}
	return r;
}

/* The longest first, so that none leaves the rest of another one. */
static int length_compare(const void *a, const void *b)
{
	size_t first = strlen(*(char *const *)a), second = strlen(*(char *const *)b);

	return first < second ? 1 : first > second ? -1 : 0;
}

int vpb_secrets_read(const struct vpb_root *root, struct vpb_secrets *ret_secrets)
{
	static const char *const files[] = {"etc/hostname", "proc/sys/kernel/hostname",
		"proc/sys/kernel/domainname", "etc/machine-id",
		"sys/class/dmi/id/product_serial", "sys/class/dmi/id/board_serial",
		"sys/class/dmi/id/chassis_serial", "sys/class/dmi/id/product_uuid"};
	static const char *const of_blocks[] = {"device/serial", "device/wwid", "wwid"};
	VPB_CLEANUP(vpb_secrets_done) struct vpb_secrets secrets = {};
	int r = cmdline_take(root, &secrets);

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(files); i++)
		r = file_take(root, files[i], &secrets);
	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(of_blocks); i++)
		r = folder_take(root, "sys/class/block", of_blocks[i], &secrets);
	if (r == 0)
		r = folder_take(root, "home", NULL, &secrets);
	if (r < 0)
		return r;
	if (secrets.count)
		qsort(secrets.words, secrets.count, sizeof(*secrets.words),
			length_compare);
	*ret_secrets = secrets;
	secrets = (struct vpb_secrets){};
	return 0;
}

/* What begins with the first group keeps that. */
static const struct {
	const char *regex, *instead;
} looks[] = {
	{"()[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
		"<uuid>"},
	{"()([0-9a-fA-F]{2}[:-]){5,}[0-9a-fA-F]{2}", "<mac>"},
	{"()(fe80|fd[0-9a-fA-F]{2}|200[0-9a-fA-F]|2[46][0-9a-fA-F]{2}):[0-9a-fA-F]*:[0-9a-fA-F:]+",
		"<ip>"},
	{"()([0-9]{1,3}\\.){3}[0-9]{1,3}", "<ip>"},
	{"()[0-9a-fA-F]{16,}", "<number>"},
	{"((UUID|PARTUUID|LABEL|PARTLABEL|ID)=)[^] ,;:'\")[]+", "<name>"},
	{"(/dev/(disk/by-[a-z-]+|mapper)/)[^] ,;:'\")[]+", "<name>"},
	{"(/(home|media|mnt|srv|run/media|run/user)/)[^] ,;:'\")[]+", "<name>"},
	{"()[^] '\"=,([]+@[^] '\",)[]+", "<address>"},
	{"()[^] '\"=,([]+:/[^] '\",)/[][^] '\",)[]*", "<path>"},
};

static int look_apply(size_t index, const char *from, struct vpb_text *text)
{
	regmatch_t at[2];
	regex_t regex;

	if (regcomp(&regex, looks[index].regex, REG_EXTENDED | REG_NEWLINE) != 0)
		return -ENOMEM;
	while (regexec(&regex, from, 2, at, 0) == 0) {
		vpb_text_add_bytes(text, from, (size_t)at[1].rm_eo);
		vpb_text_add(text, "%s", looks[index].instead);
		from += at[0].rm_eo;
	}
	vpb_text_add(text, "%s", from);
	regfree(&regex);
	return vpb_text_error(text);
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c);
}

/* Only where it stands by itself: a machine that is called "pci" is no reason to hide the bus. */
static int word_apply(const char *word, const char *from, struct vpb_text *text)
{
	const char *start = from, *found;
	size_t length = strlen(word);

	while ((found = strstr(from, word))) {
		bool is_part =
			(found > start && is_letter(found[-1]) && is_letter(*word)) ||
			(is_letter(found[length]) && is_letter(word[length - 1]));

		vpb_text_add_bytes(text, from, (size_t)(found - from));
		vpb_text_add(text, "%s", is_part ? word : "<hidden>");
		from = found + length;
	}
	vpb_text_add(text, "%s", from);
	return vpb_text_error(text);
}

int vpb_anonymous_add(
	const struct vpb_secrets *secrets, const char *from, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text now = {};
	int r;

	vpb_text_add(&now, "%s", from);
	r = vpb_text_error(&now);
	for (size_t i = 0; r == 0 && i < secrets->count + VPB_ARRAY_SIZE(looks); i++) {
		struct vpb_text next = {};

		r = i < secrets->count ? word_apply(secrets->words[i], now.data, &next)
				       : look_apply(i - secrets->count, now.data, &next);
		vpb_text_done(&now);
		now = next;
	}
	if (r == 0)
		vpb_text_add(text, "%s", now.data);
	return r < 0 ? r : vpb_text_error(text);
}
