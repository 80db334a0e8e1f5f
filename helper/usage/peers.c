/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the system has, or needs, from elsewhere: who is reached over the network, and for what. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "blocks/remote.h"
#include "parts.h"

void vpb_peers_done(struct vpb_peers *peers)
{
	for (size_t i = 0; i < peers->count; i++) {
		free(peers->items[i].what);
		free(peers->items[i].fix);
	}
	free(peers->items);
	*peers = (struct vpb_peers){};
}

static int peer_add(struct vpb_peers *peers, const struct vpb_peer *peer)
{
	struct vpb_peer *items =
		vpb_array_grow(peers->items, peers->count, sizeof(*items));
	struct vpb_peer *added;

	if (!items)
		return -ENOMEM;
	peers->items = items;
	added = &items[peers->count++];
	*added = *peer;
	added->what = strdup(peer->what);
	added->fix = strdup(peer->fix);
	return added->what && added->fix ? 0 : -ENOMEM;
}

/* A block device, and what needs it. */
struct user {
	struct vpb_peers *peers;
	const struct vpb_need *need;
	const struct vpb_block *block;
};

static int remote_add(const struct vpb_remote *remote, void *context)
{
	const struct user *user = context;
	VPB_CLEANUP(vpb_text_done) struct vpb_text what = {};
	struct vpb_peer peer = {.is_system = !user->need->is_now || user->need->is_root};

	vpb_text_add(&what, "%s comes over the network (%s%s%s), and %s: %s",
		user->block->name, remote->kind, *remote->address ? " from " : "",
		remote->address, peer.is_system ? "the system needs it" : "is in use",
		user->need->user);
	if (vpb_text_error(&what) < 0)
		return -ENOMEM;
	peer.what = what.data;
	peer.fix = peer.is_system ? (char *)VPB_OTHER_CARD : user->need->fix;
	memcpy(peer.address, remote->address, sizeof(peer.address));
	memcpy(peer.interface, remote->interface, sizeof(peer.interface));
	return peer_add(user->peers, &peer);
}

/* A sentence for what is mounted from the server; with `for_what`, and why that counts. */
static int server_add(struct vpb_peers *peers, const struct vpb_server *server,
	const char *for_what, const struct vpb_peer *how)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text what = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	struct vpb_peer peer = *how;

	vpb_text_add(&what, "%s %s from %s over %s%s%s", server->place,
		server->is_now ? "is mounted" : "comes", server->source, server->type,
		for_what ? ", and " : "", for_what ? for_what : "");
	if (how->is_system || how->is_wanted)
		vpb_text_add(&fix, VPB_OTHER_CARD);
	else
		vpb_text_add(&fix, "run: umount %s", server->place);
	if (how->is_wanted && server->fix)
		vpb_text_add(&fix, "; %s", server->fix);
	if (vpb_text_error(&what) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	peer.what = what.data;
	peer.fix = fix.data;
	if (!*peer.address)
		snprintf(peer.address, sizeof(peer.address), "%s", server->address);
	return peer_add(peers, &peer);
}

/* The file that a loop device shows, which may lie on a server. */
static int loop_add(const struct vpb_usage *usage, const struct vpb_need *need,
	const struct vpb_block *block)
{
	char path[PATH_MAX], file[PATH_MAX], why[2 * PATH_MAX];
	const struct vpb_server *server;

	snprintf(path, sizeof(path), "sys/class/block/%s/loop/backing_file", block->name);
	if (vpb_root_read_word(usage->root, path, file, sizeof(file)) < 0)
		return 0;
	server = vpb_needs_find_server(usage->needs, file);
	if (!server)
		return 0;
	snprintf(why, sizeof(why), "%s shows %s: %s", block->name, file, need->user);
	return server_add(usage->peers, server, why,
		&(struct vpb_peer){.is_system = !need->is_now || need->is_root});
}

int vpb_usage_find_block_peers(const struct vpb_usage *usage, const struct vpb_need *need,
	const struct vpb_block *block)
{
	struct user user = {usage->peers, need, block};

	if (vpb_word_has_start(block->name, "loop"))
		return loop_add(usage, need, block);
	return vpb_remote_each(usage->root, block, remote_add, &user);
}

/* A key file, a swap file, or another one that the system needs. */
static int path_add(const struct vpb_usage *usage, const struct vpb_need *need)
{
	const struct vpb_server *server = vpb_word_has_start(need->name, "PATH=")
						  ? vpb_needs_find_server(usage->needs,
							    need->name + strlen("PATH="))
						  : NULL;

	return server && !server->is_root ? server_add(usage->peers, server, need->user,
						    &(struct vpb_peer){.is_system = true})
					  : 0;
}

/* What each boot mounts: the address is in the table, or is seen where it is mounted today. */
static int wanted_add(const struct vpb_usage *usage, const struct vpb_server *server)
{
	const struct vpb_needs *needs = usage->needs;
	struct vpb_peer how = {.is_wanted = true};

	if (!server->wanted_by || server->is_root)
		return 0;
	for (size_t i = 0; !*server->address && i < needs->server_count; i++)
		if (needs->servers[i].is_now && !*how.address &&
			strcmp(needs->servers[i].source, server->source) == 0)
			snprintf(how.address, sizeof(how.address), "%s",
				needs->servers[i].address);
	return server_add(usage->peers, server, server->wanted_by, &how);
}

int vpb_usage_find_server_peers(const struct vpb_usage *usage)
{
	const struct vpb_needs *needs = usage->needs;
	int r = 0;

	for (size_t i = 0; r == 0 && i < needs->server_count; i++)
		if (needs->servers[i].is_now && needs->servers[i].is_root)
			r = server_add(usage->peers, &needs->servers[i], NULL,
				&(struct vpb_peer){.is_system = true});
	for (size_t i = 0; r == 0 && i < needs->count; i++)
		r = path_add(usage, &needs->items[i]);
	for (size_t i = 0; r == 0 && i < needs->server_count; i++)
		r = wanted_add(usage, &needs->servers[i]);
	/* What else is mounted, by hand, is in the way only while it is. */
	if (usage->snapshot->phase != VPB_PHASE_RUNNING)
		return r;
	for (size_t i = 0; r == 0 && i < needs->server_count; i++)
		if (needs->servers[i].is_now && !needs->servers[i].is_root)
			r = server_add(usage->peers, &needs->servers[i], NULL,
				&(struct vpb_peer){});
	return r;
}
