/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remote.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../base/array.h"
#include "../../sys/folder.h"
#include "remote_kind.h"

struct ways {
	const struct vpb_root *root;
	bool has_adapter; /* it is below a function, or may go over one that is known */
	int (*take)(const struct vpb_remote *remote, void *context);
	void *context;
};

/* A session has one connection, or several of which the first will do: "connection3:0". */
static int session_take(
	const struct ways *ways, const char *session, struct vpb_remote *remote)
{
	static const char *const names[] = {"address", "persistent_address"};
	char path[PATH_MAX];

	for (size_t i = 0; !remote->address[0] && i < VPB_ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path),
			"sys/class/iscsi_connection/connection%.*s:0/%s",
			(int)strspn(session, "0123456789"), session, names[i]);
		if (vpb_root_read_word(ways->root, path, remote->address,
			    sizeof(remote->address)) < 0)
			remote->address[0] = '\0';
	}
	/* What libiscsi shows where it knows none. */
	if (strcmp(remote->address, "(null)") == 0)
		remote->address[0] = '\0';
	return ways->take(remote, ways->context);
}

/* The value of "traddr=192.0.2.7,trsvcid=4420,host_iface=eth0", "" where it has none. */
static void field_copy(const char *fields, const char *key, char *value, size_t bytes)
{
	*value = '\0';
	while (fields && *fields) {
		size_t length = strcspn(fields, ",");

		if (vpb_word_has_start(fields, key) && length - strlen(key) < bytes) {
			snprintf(value, bytes, "%.*s", (int)(length - strlen(key)),
				fields + strlen(key));
			return;
		}
		fields += length + (fields[length] == ',');
	}
}

/* One controller of NVMe over fabrics: "nvme0", up to the end of the name. */
static int controller_take(const struct ways *ways, const char *controller)
{
	static const char *const kinds[][2] = {{"tcp", "NVMe over TCP"},
		{"rdma", "NVMe over RDMA"}, {"fc", "NVMe over Fibre Channel"}};
	struct vpb_remote remote = {.kind = "NVMe over fabrics"};
	char path[PATH_MAX], transport[32], fields[512] = "";
	int length = (int)strcspn(controller, "/");

	snprintf(path, sizeof(path), "sys/class/nvme/%.*s/transport", length, controller);
	if (vpb_root_read_word(ways->root, path, transport, sizeof(transport)) == 0) {
		/* "loop" is a target of this machine's own. */
		if (strcmp(transport, "pcie") == 0 || strcmp(transport, "loop") == 0)
			return 0;
		/* No network of the host's leads there. */
		if (strcmp(transport, "fc") == 0 && ways->has_adapter)
			return 0;
		for (size_t i = 0; i < VPB_ARRAY_SIZE(kinds); i++)
			if (strcmp(transport, kinds[i][0]) == 0)
				remote.kind = kinds[i][1];
	}
	snprintf(path, sizeof(path), "sys/class/nvme/%.*s/address", length, controller);
	if (vpb_root_read_word(ways->root, path, fields, sizeof(fields)) < 0)
		fields[0] = '\0';
	field_copy(fields, "traddr=", remote.address, sizeof(remote.address));
	field_copy(fields, "host_iface=", remote.interface, sizeof(remote.interface));
	return ways->take(&remote, ways->context);
}

/* With multipath the controllers are links in the folder of the subsystem (blocks.c). */
static int controllers_take(const struct ways *ways, const char *place)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	const char *own = strstr(place, VPB_FABRICS);
	char path[PATH_MAX];
	int r = 0;

	if (own)
		return controller_take(ways, own + strlen(VPB_FABRICS));
	snprintf(path, sizeof(path), "sys/%.*s",
		(int)(strrchr(place, '/') - strstr(place, "devices/")),
		strstr(place, "devices/"));
	folder = vpb_folder_read(ways->root, path);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		if (vpb_word_has_start(name, "nvme") && !strpbrk(name + 4, "nc-"))
			r = controller_take(ways, name);
	}
	return r;
}

/* The interface above it: ".../net/eth0.100/ctlr_0/host6/..." */
static void interface_find(const char *place, struct vpb_remote *remote)
{
	const char *net = strstr(place, "/net/");

	if (net)
		snprintf(remote->interface, sizeof(remote->interface), "%.*s",
			(int)strcspn(net + 5, "/"), net + 5);
}

/* "eth0,eth1": those that have seen the target (drivers/block/aoe/aoeblk.c). */
static int interfaces_take(
	const struct ways *ways, char *names, struct vpb_remote *remote)
{
	char *name;
	int r = 0;

	while (r == 0 && (name = strsep(&names, ", "))) {
		if (!*name)
			continue;
		snprintf(remote->interface, sizeof(remote->interface), "%.63s", name);
		r = ways->take(remote, ways->context);
	}
	return r;
}

int vpb_remote_each(const struct vpb_root *root, const struct vpb_block *block,
	int (*take)(const struct vpb_remote *remote, void *context), void *context)
{
	const struct ways ways = {root, block->function_count > 0, take, context};
	struct vpb_remote remote = {};
	char path[PATH_MAX], place[PATH_MAX];

	if (!block->is_remote)
		return 0;
	snprintf(path, sizeof(path), "sys/class/block/%s", block->name);
	if (vpb_root_read_target(root, path, place) < 0)
		return 0;
	remote.kind = vpb_remote_kind(block->name, place);
	if (!remote.kind || strstr(place, "/nvme-fabrics/"))
		return strstr(place, "devices/") ? controllers_take(&ways, place) : 0;
	/* Where it is below an adapter, that one talks to the server itself (be2iscsi, qla4xxx, bnx2i, cxgb4i, iser). */
	if (strcmp(remote.kind, "iSCSI") == 0 && ways.has_adapter)
		return 0;
	if (strcmp(remote.kind, "iSCSI") == 0)
		return session_take(
			&ways, strstr(place, "/session") + strlen("/session"), &remote);
	interface_find(place, &remote);
	snprintf(path, sizeof(path), "sys/class/block/%s/netif", block->name);
	if (vpb_root_read_word(root, path, place, sizeof(place)) == 0)
		return interfaces_take(&ways, place, &remote);
	return take(&remote, context);
}
