/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The tables of volumes that check what is read from them: veritytab(5), integritytab(5). */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "need_source.h"
#include "read.h"

enum {
	DEVICES_MAX = 4, /* of one volume; what the node is made of stands first */
};

/* "-" is a place that was left empty. */
static bool is_there(const char *word)
{
	return word && strcmp(word, "-") != 0;
}

static int devices_add(const struct vpb_need_source *from, const char *const *devices)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < DEVICES_MAX; i++) {
		VPB_CLEANUP(vpb_freep) char *device = NULL;

		if (!is_there(devices[i]))
			continue;
		device = strndup(devices[i], strcspn(devices[i], ","));
		r = device ? vpb_need_source_add(from, device) : -ENOMEM;
	}
	return r;
}

/* `options`, where the table has any that let the volume be missing. */
static int volume_add(struct vpb_needs *needs, const char *origin, const char *name,
	const char *const devices[DEVICES_MAX], const char *options)
{
	char node[PATH_MAX], user[PATH_MAX], fix[PATH_MAX];
	struct vpb_need_source from = {
		.needs = needs, .holder = node, .need = {.user = user, .fix = fix}};
	int r;

	snprintf(node, sizeof(node), "/dev/mapper/%s", name);
	if (!options || (!vpb_options_say(options, "nofail", "fail") &&
				!vpb_options_say(options, "noauto", "auto")))
		from.holder = NULL;
	snprintf(user, sizeof(user), "%s makes %s of it", origin, name);
	snprintf(fix, sizeof(fix), "if the host can do without it, %s %s",
		options ? "add 'nofail' in" : "remove the line", origin);
	r = vpb_need_source_add_node(&from, node, devices[0]);
	return r < 0 ? r : devices_add(&from, devices);
}

/* NAME DATA HASHES ROOTHASH OPTIONS */
static int verity_add(struct vpb_needs *needs, const char *origin, char *const words[])
{
	const char *options = is_there(words[4]) ? words[4] : "";
	const char *const devices[DEVICES_MAX] = {words[1], words[2],
		vpb_option_find(options, "fec-device", NULL),
		vpb_option_find(options, "root-hash-signature", NULL)};

	return words[2] ? volume_add(needs, origin, words[0], devices, options) : 0;
}

/* NAME DEVICE KEYFILE OPTIONS, none of which lets it be missing */
static int integrity_add(struct vpb_needs *needs, const char *origin, char *const words[])
{
	const char *options = words[2] && is_there(words[3]) ? words[3] : "";
	const char *data = vpb_option_find(options, "data-device", NULL);
	const char *const devices[DEVICES_MAX] = {
		data ? data : words[1], words[1], words[2]};

	return words[1] ? volume_add(needs, origin, words[0], devices, NULL) : 0;
}

/* These have more fields than getmntent(3) knows; blanks separate them, and nothing is quoted. */
static int table_read(struct vpb_needs *needs, const char *source, const char *text,
	int (*add)(struct vpb_needs *needs, const char *origin, char *const words[]))
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	unsigned int number = 0;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		char origin[PATH_MAX], *words[5] = {NULL}, *next = NULL;

		number++;
		for (size_t i = 0; i < 5; i++)
			words[i] = strtok_r(i ? NULL : line, " \t\r", &next);
		if (!words[0] || *words[0] == '#')
			continue;
		snprintf(origin, sizeof(origin), "%s:%u", source, number);
		r = add(needs, origin, words);
	}
	return r;
}

int vpb_needs_parse_veritytab(
	struct vpb_needs *needs, const char *source, const char *text)
{
	return table_read(needs, source, text, verity_add);
}

int vpb_needs_parse_integritytab(
	struct vpb_needs *needs, const char *source, const char *text)
{
	return table_read(needs, source, text, integrity_add);
}
