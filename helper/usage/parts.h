/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_PARTS_H
#define VPB_USAGE_PARTS_H

#include "../core/device.h"
#include "../core/request.h"
#include "blocks/blocks.h"
#include "holds.h"
#include "needs/list.h"

#define VPB_OTHER_CARD "give the VM another network card"

/* Functions of the snapshot that depend on another one and are not below it, by their indexes. */
struct vpb_suppliers {
	struct vpb_supply {
		size_t consumer, supplier;
	} * items;
	size_t count;
};

/* What the system has over the network. */
struct vpb_peer {
	char *what; /* a sentence: "/ is mounted from nas:/srv over nfs4" */
	char *fix;
	char address[64]; /* of the server, or "" */
	char interface[64]; /* the way there, where it is known, or "" */
	bool is_system; /* the system needs it, and does not only use it */
	bool is_wanted; /* each boot has it mounted, and can do without: only a card that is sure counts */
};

struct vpb_peers {
	struct vpb_peer *items;
	size_t count;
};

void vpb_peers_done(struct vpb_peers *peers);

/* The parts of vpb_usage_read(), one a question. 0 or -ENOMEM where they return something. */

/* Everything they look at. */
struct vpb_usage {
	const struct vpb_root *root;
	const struct vpb_blocks *blocks;
	const struct vpb_needs *needs;
	const bool *is_candidate; /* one a device: claimed, and to be looked at */
	struct vpb_snapshot *snapshot;
	struct vpb_suppliers *suppliers;
	struct vpb_peers *peers;
};

/* What the candidates supply, and are supplied by. */
int vpb_usage_read_suppliers(const struct vpb_usage *usage) VPB_MUST_CHECK;

/* Says of each block device which functions it hangs on by such links as well. */
int vpb_usage_add_suppliers(
	const struct vpb_usage *usage, struct vpb_blocks *blocks) VPB_MUST_CHECK;

/*
 * The last function in a place of sysfs, or -1; those that supply it, or one above it, are marked,
 * one place a device.
 */
long vpb_usage_find_functions(
	const struct vpb_usage *usage, const char *target, bool *supplying);

/* What of the system, and of what is mounted, is where. */
int vpb_usage_find_uses(const struct vpb_usage *usage) VPB_MUST_CHECK;

/*
 * What was not found may be on any candidate, but for those whose disks were all read and do not
 * have it. Where `only_unknown`, only on those whose disks were not seen or read yet: what
 * may lack a part, or can be done without.
 */
int vpb_usage_mark_unresolved(const struct vpb_usage *usage, const struct vpb_need *need,
	bool only_unknown) VPB_MUST_CHECK;

/* What is built on the candidates' disks, and is idle. */
int vpb_usage_find_holders(const struct vpb_usage *usage) VPB_MUST_CHECK;

/*
 * Opens every disk of the candidates that nothing speaks against, with O_EXCL: the kernel allows
 * it only while nobody else holds it that way, be it for a mount, for swap or as a part of
 * something (block/bdev.c, bd_may_claim), and while it is held nobody else can. Reading only:
 * closing a disk that was open for writing would make udev look at it.
 */
int vpb_usage_open_disks(
	const struct vpb_usage *usage, struct vpb_holds *holds) VPB_MUST_CHECK;

/* Over which peers a block device comes that is needed; a file system of a server. */
int vpb_usage_find_block_peers(const struct vpb_usage *usage, const struct vpb_need *need,
	const struct vpb_block *block) VPB_MUST_CHECK;
int vpb_usage_find_server_peers(const struct vpb_usage *usage) VPB_MUST_CHECK;

/*
 * Which cards lead to the peers, and carry the default route; and which may where the request says that
 * the system comes over the network.
 */
int vpb_usage_find_network(
	const struct vpb_usage *usage, const struct vpb_request *request) VPB_MUST_CHECK;

/* Which functions carry a console. */
int vpb_usage_find_console(const struct vpb_usage *usage) VPB_MUST_CHECK;

/* Which volume waits for a security token, which may be on any USB controller. */
int vpb_usage_find_token(const struct vpb_usage *usage) VPB_MUST_CHECK;

/*
 * Where the keyboards are. With `may_wait`, on a running machine where all that were found would go
 * to VMs, it waits up to three seconds for one more.
 */
int vpb_usage_find_keyboards(const struct vpb_usage *usage, bool may_wait) VPB_MUST_CHECK;

#endif
