/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "network_tree.h"

#include <stdio.h>
#include <string.h>

#define ROUTES \
	NETWORK_TREE_HEAD \
	"eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n" \
	"eth2\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n" \
	"eth1\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
#define ROUTES_6 \
	"20010db8000000000000000000000000 20 00000000000000000000000000000000 00 " \
	"00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth1\n" \
	"00000000000000000000000000000000 00 00000000000000000000000000000000 00 " \
	"fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n"

void network_tree_make(const struct tree *tree, const char *mounts)
{
	char path[100], target[100];

	for (unsigned int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "0000:0%u:00.0", i + 5);
		tree_device(tree, path, "8086:1572:020000");
		snprintf(target, sizeof(target),
			"../../devices/pci0000:00/0000:00:1c.%u/0000:0%u:00.0/net/eth%u",
			i, i + 5, i);
		snprintf(path, sizeof(path), "sys/class/net/eth%u", i);
		tree_link(tree, path, target);
	}
	tree_device(tree, "0000:02:00.0", "144d:a80a:010802");
	tree_directory(tree, "sys/class/block");
	disk_tree_now(tree, mounts, "quiet");
	tree_file(tree, "proc/net/route", ROUTES);
	tree_file(tree, "proc/net/ipv6_route", ROUTES_6);
}

void network_tree_disk(const struct tree *tree, const char *name, const char *place)
{
	char line[300];

	network_tree_make(tree, "22 1 8:1 / / rw - ext4 /dev/root rw\n");
	snprintf(line, sizeof(line), "disk %s %s", name, place);
	disk_tree(tree, line);
}

const char *network_tree_refused(const struct tree *tree, struct fixture *fixture)
{
	struct vpb_text *shown = &fixture->shown;

	disk_tree_judge(tree, "bind 8086: all\nbind 02:00.0", fixture);
	vpb_text_done(shown);
	for (size_t i = 0; i < fixture->snapshot.device_count; i++) {
		const struct vpb_device *device = &fixture->snapshot.devices[i];

		if (device->network.reason && device->address.bus >= 5)
			vpb_text_add(shown, "%seth%u%s", shown->length ? " " : "",
				device->address.bus - 5u,
				strstr(device->network.reason, "may be") ? "?" : "");
	}
	return shown->length ? shown->data : "";
}
