/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"

static void need_done(struct vpb_need *need)
{
	free(need->name);
	free(need->user);
	free(need->fix);
}

void vpb_needs_done(struct vpb_needs *needs)
{
	for (size_t i = 0; i < needs->count; i++)
		need_done(&needs->items[i]);
	free(needs->items);
	for (size_t i = 0; i < needs->optional_count; i++) {
		free(needs->optionals[i].holder);
		need_done(&needs->optionals[i].need);
	}
	free(needs->optionals);
	for (size_t i = 0; i < needs->volume_count; i++) {
		free(needs->volumes[i].node);
		free(needs->volumes[i].name);
	}
	free(needs->volumes);
	for (size_t i = 0; i < needs->server_count; i++) {
		free(needs->servers[i].place);
		free(needs->servers[i].source);
		free(needs->servers[i].type);
		free(needs->servers[i].address);
		free(needs->servers[i].wanted_by);
		free(needs->servers[i].fix);
	}
	free(needs->servers);
	*needs = (struct vpb_needs){};
}

static int need_copy(struct vpb_need *copy, const struct vpb_need *need)
{
	*copy = *need;
	copy->name = strdup(need->name);
	copy->user = strdup(need->user);
	copy->fix = strdup(need->fix);
	return copy->name && copy->user && copy->fix ? 0 : -ENOMEM;
}

int vpb_needs_add(struct vpb_needs *needs, const struct vpb_need *need)
{
	struct vpb_need *items =
		vpb_array_grow(needs->items, needs->count, sizeof(*items));

	if (!items)
		return -ENOMEM;
	needs->items = items;
	return need_copy(&items[needs->count++], need);
}

int vpb_needs_add_optional(
	struct vpb_needs *needs, const char *holder, const struct vpb_need *need)
{
	struct vpb_optional *optionals = vpb_array_grow(
		needs->optionals, needs->optional_count, sizeof(*optionals));
	struct vpb_optional *added;

	if (!optionals)
		return -ENOMEM;
	needs->optionals = optionals;
	added = &optionals[needs->optional_count++];
	added->holder = strdup(holder);
	return need_copy(&added->need, need) == 0 && added->holder ? 0 : -ENOMEM;
}

int vpb_needs_add_volume(struct vpb_needs *needs, const char *node, const char *name)
{
	struct vpb_volume *volumes =
		vpb_array_grow(needs->volumes, needs->volume_count, sizeof(*volumes));
	struct vpb_volume *added;

	if (!volumes)
		return -ENOMEM;
	needs->volumes = volumes;
	added = &volumes[needs->volume_count++];
	added->node = strdup(node);
	added->name = strdup(name);
	return added->node && added->name ? 0 : -ENOMEM;
}

const char *vpb_needs_find_volume(const struct vpb_needs *needs, const char *node)
{
	for (size_t i = 0; i < needs->volume_count; i++)
		if (strcmp(needs->volumes[i].node, node) == 0)
			return needs->volumes[i].name;
	return NULL;
}

int vpb_needs_add_server(struct vpb_needs *needs, const struct vpb_server *server)
{
	struct vpb_server *servers =
		vpb_array_grow(needs->servers, needs->server_count, sizeof(*servers));
	struct vpb_server *added;

	if (!servers)
		return -ENOMEM;
	needs->servers = servers;
	added = &servers[needs->server_count++];
	*added = *server;
	added->place = strdup(server->place);
	added->source = strdup(server->source);
	added->type = strdup(server->type);
	added->address = strdup(server->address);
	added->wanted_by = server->wanted_by ? strdup(server->wanted_by) : NULL;
	added->fix = server->fix ? strdup(server->fix) : NULL;
	return added->place && added->source && added->type && added->address &&
			       !added->wanted_by == !server->wanted_by &&
			       !added->fix == !server->fix
		       ? 0
		       : -ENOMEM;
}

/* Whether the path is the place, or below it. */
static bool is_at_or_below(const char *path, const char *place)
{
	size_t length = strlen(place);

	return strcmp(place, "/") == 0 || (strncmp(path, place, length) == 0 &&
						  (path[length] == '/' || !path[length]));
}

const struct vpb_server *vpb_needs_find_server(
	const struct vpb_needs *needs, const char *path)
{
	const struct vpb_server *found = NULL;

	for (size_t i = 0; i < needs->server_count; i++)
		if (is_at_or_below(path, needs->servers[i].place) &&
			(!found ||
				strlen(needs->servers[i].place) > strlen(found->place)))
			found = &needs->servers[i];
	return found;
}
