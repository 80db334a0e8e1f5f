/* SPDX-License-Identifier: GPL-2.0-or-later */

/* File systems that come from a server. */

#include <arpa/inet.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"
#include "need_source.h"

/* There is one server, whose address a mount shows; or there are several, or unknown ones. */
static const char *const one_server[] = {"nfs", "nfs4", "cifs", "smb*", "9p", "ncpfs",
	"davfs", "fuse.davfs*", "fuse.sshfs", "fuse.curlftpfs"};
static const char *const other_servers[] = {"ceph", "fuse.ceph*", "*gluster*", "afs",
	"auristorfs", "coda", "lustre", "beegfs*", "fhgfs*", "orangefs", "pvfs2", "panfs",
	"gpfs", "fuse.mfs*", "fuse.juicefs", "fuse.rclone", "fuse.s3fs", "fuse.nbd*"};

static bool is_among(const char *type, const char *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fnmatch(patterns[i], type, 0) == 0)
			return true;
	return false;
}

/* "host:/path", "user@host:path", "//host/share" and "http://..." are how servers are named. */
static bool is_servers_name(const char *source)
{
	size_t host = strcspn(source, "/");

	return vpb_word_has_start(source, "//") ||
	       (*source != '/' && host > 1 && source[host] && source[host - 1] == ':');
}

bool vpb_type_is_remote(const char *type, const char *source)
{
	/* A block device has a number, a pool or a share of the hypervisor no such name. */
	return is_among(type, one_server, VPB_ARRAY_SIZE(one_server)) ||
	       is_among(type, other_servers, VPB_ARRAY_SIZE(other_servers)) ||
	       (strcmp(type, "zfs") != 0 && is_servers_name(source));
}

/* What is an address, of one family or the other; else it is left "". */
static void address_copy(char address[64], const char *text, size_t length)
{
	unsigned char binary[16];

	if (length >= 64)
		return;
	memcpy(address, text, length);
	address[length] = '\0';
	if (inet_pton(AF_INET, address, binary) != 1 &&
		inet_pton(AF_INET6, address, binary) != 1)
		*address = '\0';
}

/* The option says it also where the source has a name: nfs(5), mount.cifs(8). */
static void address_find(
	const char *type, const char *source, const char *options, char address[64])
{
	size_t length;
	const char *said = vpb_option_find(options, "addr", &length);

	if (!is_among(type, one_server, VPB_ARRAY_SIZE(one_server)))
		return;
	if (said)
		address_copy(address, said, length);
	if (*address)
		return;
	source += strspn(source, "/");
	if (strchr(source, '@') && strchr(source, '@') < source + strcspn(source, ":/"))
		source = strchr(source, '@') + 1;
	if (*source == '[')
		address_copy(address, source + 1, strcspn(source + 1, "]"));
	else
		address_copy(address, source, strcspn(source, ":/"));
}

int vpb_need_add_server(
	struct vpb_needs *needs, const char *options, const struct vpb_server *server)
{
	struct vpb_server added = *server;
	char address[64] = "";

	address_find(server->type, server->source, options, address);
	added.address = address;
	return vpb_needs_add_server(needs, &added);
}

int vpb_need_add_line_server(struct vpb_needs *needs, const struct mntent *line,
	const char *user, const char *fix)
{
	if (vpb_type_is_share(line->mnt_type, line->mnt_opts) ||
		!vpb_type_is_remote(line->mnt_type, line->mnt_fsname))
		return 0;
	return vpb_need_add_server(needs, line->mnt_opts,
		&(struct vpb_server){.place = line->mnt_dir,
			.source = line->mnt_fsname,
			.type = line->mnt_type,
			.wanted_by = (char *)user,
			.fix = (char *)fix});
}
