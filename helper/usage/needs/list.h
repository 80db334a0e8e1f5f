/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_NEEDS_LIST_H
#define VPB_USAGE_NEEDS_LIST_H

#include <stddef.h>

#include "../../base/text.h"
#include "../../sys/root.h"

/*
 * What the system says that it needs: each file system, swap space or volume that a boot waits
 * for, by the name that the configuration has for it. What may be missing (`nofail`, `noauto`)
 * is not among them.
 *
 * A name is one of
 *   UUID=, LABEL=, PARTUUID=, PARTLABEL=   as in fstab(5)
 *   /dev/...                               a node or a link
 *   NUMBER=MAJOR:MINOR                     a device number
 *   ARRAY=32 hexadecimal digits            the members of an md array
 *   MEMBER=TYPE                            every member of that type, as libblkid calls it
 *   POOL=NAME                              the members of a ZFS pool
 *   SHARE=TAG                              a folder of the machine that this one runs on
 *   PATH=/...                              a file or folder: what it lies on is a need of its own
 *   ?                                      unknown
 */
struct vpb_need {
	char *name;
	char *user; /* what needs it, for a person: "/etc/fstab:3 mounts it on /home" */
	char *fix; /* what to do where it need not be so */
	bool is_root; /* the root file system, mounted or as root= names it */
	bool is_now; /* the system has it already */
	bool is_weak; /* a boot goes on without it: it need not be found */
	bool is_any; /* everything of that kind, which may be nothing */
};

/* A volume with a name of its own, which others build on: /dev/mapper/NAME, /dev/mdN. */
struct vpb_volume {
	char *node;
	char *name; /* what it is made of, as above */
};

/*
 * What a table names that the system can do without, unless a need depends on `holder`: a mount
 * point, for all that is below it, or the node of a volume.
 */
struct vpb_optional {
	char *holder;
	struct vpb_need need;
	enum {
		VPB_UNUSED,
		VPB_USED_WEAKLY,
		VPB_USED
	} use; /* whether a need depends on it */
};

/* A file system that comes from a server. */
struct vpb_server {
	char *place; /* the mount point */
	char *source, *type;
	char *address; /* the server's, IPv4 or IPv6; "" where it is not known, or one of several */
	bool is_now; /* mounted, and not only named by a table */
	bool is_root; /* mounted on / or /usr, or a layer of these */
	/* What mounts it at each boot, by a table, a unit or an automount, and what to do; or NULL. */
	char *wanted_by, *fix;
};

struct vpb_needs {
	struct vpb_need *items;
	size_t count;
	struct vpb_optional *optionals;
	size_t optional_count;
	struct vpb_volume *volumes;
	size_t volume_count;
	struct vpb_server *servers;
	size_t server_count;
	bool is_root_remote; /* it is mounted from a server, whatever root= means by that */
	bool no_resume; /* the command line says so, whatever a file says */
};

void vpb_needs_done(struct vpb_needs *needs);

/* Copies everything. 0 or -ENOMEM. */
int vpb_needs_add(struct vpb_needs *needs, const struct vpb_need *need) VPB_MUST_CHECK;
int vpb_needs_add_optional(struct vpb_needs *needs, const char *holder,
	const struct vpb_need *need) VPB_MUST_CHECK;
int vpb_needs_add_volume(
	struct vpb_needs *needs, const char *node, const char *name) VPB_MUST_CHECK;

int vpb_needs_add_server(
	struct vpb_needs *needs, const struct vpb_server *server) VPB_MUST_CHECK;

/* That which the path lies on, by the longest mount point; NULL where none is a server's. */
const struct vpb_server *vpb_needs_find_server(
	const struct vpb_needs *needs, const char *path);

/* The name that makes `node`, or NULL. */
const char *vpb_needs_find_volume(const struct vpb_needs *needs, const char *node);

/*
 * Follows the links in all paths, so that they can be compared, as systemd does before it looks for
 * the mounts above them (fstab-generator.c, canonicalize_mount_path). Parts that do not exist yet
 * are kept. 0 or -ENOMEM.
 */
int vpb_needs_chase(const struct vpb_root *root, struct vpb_needs *needs) VPB_MUST_CHECK;

/* Adds each optional one that a need depends on, and what that depends on. 0 or -ENOMEM. */
int vpb_needs_close(struct vpb_needs *needs) VPB_MUST_CHECK;

#endif
