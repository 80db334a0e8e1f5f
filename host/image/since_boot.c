/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "since_boot.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../helper/sys/sources.h"
#include "../change/journal.h"
#include "places.h"

/* Seconds since 1970, as fs/proc/stat.c prints them; 0 where that is unknown. */
static time_t boot_time(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const char *line = NULL;

	if (vpb_root_read(root, "proc/stat", &text) == 0 && text.data)
		line = strstr(text.data, "btime ");
	return line ? (time_t)strtoll(line + strlen("btime "), NULL, 10) : 0;
}

static void time_take(const struct vpb_root *root, const char *path, time_t *newest)
{
	struct stat status;

	if (vpb_root_stat(root, path, 0, &status) == 0 && status.st_mtime > *newest)
		*newest = status.st_mtime;
}

int vpb_changed_since_boot(
	const struct vpb_root *root, const struct vpb_facts *facts, time_t *ret_when)
{
	static const char *const paths[] = {VPB_CONFIG_FILE, VPB_CONFIG_DIRECTORY_ETC,
		VPB_CONFIG_DIRECTORY_ETC "/setup.conf", VPB_JOURNAL_FILE};
	VPB_CLEANUP(vpb_image_places_done) struct vpb_image_places places = {};
	time_t booted = boot_time(root), newest = 0;
	int r = booted ? vpb_image_places_find(root, facts, &places) : 0;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		time_take(root, paths[i], &newest);
	for (size_t i = 0; r == 0 && i < places.count; i++)
		for (size_t j = 0; j < places.items[i].part_count; j++)
			time_take(root, places.items[i].parts[j], &newest);
	if (r == 0)
		*ret_when = booted && newest > booted ? newest : 0;
	return r;
}
