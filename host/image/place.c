/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../helper/base/array.h"

/* As the generators' hooks leave them out. */
static bool binds_nothing(const char *path)
{
	return strstr(path, "0-rescue") || strstr(path, "kdump");
}

/*
 * Several entries may share a part, such as microcode; what is an image by itself, or the last
 * part of one, was looked at.
 */
static bool is_known(
	const struct vpb_image_search *search, const struct stat *status, bool is_last)
{
	for (size_t i = 0; i < search->places->count; i++) {
		const struct vpb_image_place *place = &search->places->items[i];
		struct stat other;

		if ((is_last || place->part_count == 1) &&
			vpb_root_stat(search->root, place->parts[place->part_count - 1],
				0, &other) == 0 &&
			other.st_dev == status->st_dev && other.st_ino == status->st_ino)
			return true;
	}
	return false;
}

static int lost_add(
	const struct vpb_image_search *search, const char *release, const char *path)
{
	struct vpb_image_places *places = search->places;
	struct vpb_image_lost *lost;

	if (!search->by)
		return 0;
	lost = vpb_array_grow(places->lost, places->lost_count, sizeof(*lost));
	if (!lost)
		return -ENOMEM;
	places->lost = lost;
	lost += places->lost_count;
	snprintf(lost->release, sizeof(lost->release), "%s", release);
	lost->path = strdup(path);
	lost->by = strdup(search->by);
	places->lost_count++;
	return lost->path && lost->by ? 0 : -ENOMEM;
}

int vpb_image_place_add(const struct vpb_image_search *search,
	enum vpb_image_source source, const char *release, const char *const parts[],
	size_t part_count)
{
	struct vpb_image_places *places = search->places;
	struct vpb_image_place *items, *place;
	struct stat status;

	for (size_t i = 0; i < part_count; i++) {
		if (binds_nothing(parts[i]))
			return 0;
		if (vpb_root_stat(search->root, parts[i], 0, &status) < 0)
			return lost_add(search, release, parts[i]);
		if (is_known(search, &status, i + 1 == part_count))
			return 0;
	}
	items = vpb_array_grow(places->items, places->count, sizeof(*items));
	if (!items)
		return -ENOMEM;
	places->items = items;
	place = &items[places->count++];
	place->source = source;
	snprintf(place->release, sizeof(place->release), "%s", release);
	place->parts = calloc(part_count, sizeof(*place->parts));
	for (size_t i = 0; place->parts && i < part_count; i++) {
		place->parts[i] = strdup(parts[i]);
		if (!place->parts[i])
			return -ENOMEM;
		place->part_count++;
	}
	return place->parts ? 0 : -ENOMEM;
}

const char *vpb_image_release_of_package(
	const struct vpb_image_search *search, const char *name)
{
	for (size_t i = 0; i < search->facts->kernel_count; i++) {
		const char *release = search->facts->kernels[i].release;
		char path[PATH_MAX], word[VPB_NAME_BYTES];

		snprintf(path, sizeof(path), "lib/modules/%s/pkgbase", release);
		if (vpb_root_read_word(search->root, path, word, sizeof(word)) == 0 &&
			strcmp(word, name) == 0)
			return release;
	}
	return "";
}

const char *vpb_image_release_in(const struct vpb_facts *facts, const char *text)
{
	const char *best = "";

	for (size_t i = 0; i < facts->kernel_count; i++) {
		const char *release = facts->kernels[i].release;
		size_t length = strlen(release);

		for (const char *at = text; (at = strstr(at, release)); at++)
			if ((at == text || strchr("/-@: \t", at[-1])) &&
				(!at[length] || strchr("/#, \t\r", at[length])) &&
				length > strlen(best))
				best = release;
	}
	return best;
}
