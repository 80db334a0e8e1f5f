/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The tree: sysfs, udev's files, and what says that something is needed. */

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stacks.h"

#define UNITS "etc/systemd/system/"
#define UNIT_TEXT "[Mount]\nWhat=/dev/disk/by-uuid/aaaa-%04u\nWhere=/data/%u\n"

enum {
	PLACE_BYTES = 256,
};

struct writer {
	const struct stacks *stacks;
	const char *directory;
	bool failed;
};

static void folders_make(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
}

static void __attribute__((format(printf, 3, 4)))
put(struct writer *writer, const char *path, const char *format, ...)
{
	char whole[PATH_MAX];
	va_list args;
	FILE *file;

	snprintf(whole, sizeof(whole), "%s/%s", writer->directory, path);
	folders_make(whole);
	file = fopen(whole, "ae");
	writer->failed |= !file;
	if (!file)
		return;
	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	fclose(file);
}

static void link_put(struct writer *writer, const char *path, const char *target)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s/%s", writer->directory, path);
	folders_make(whole);
	writer->failed |= symlink(target, whole) < 0;
}

static void place_of(
	const struct stacks *stacks, const struct node *node, char place[PLACE_BYTES])
{
	char above[PLACE_BYTES];

	if (node->layer == LAYER_DISK) {
		static const char *const above_it[WAY_COUNT] = {
			"devices/pci0000:00/0000:%02x:00.0/ata1/host0/block/%s",
			"devices/pci0000:40/0000:40:%02x.0/0000:50:00.0/block/%s",
			"devices/platform/host3/session%u/target3:0:0/block/%s",
			"devices/virtual/nvme-fabrics/ctl/nvme%u/%s"};

		snprintf(place, PLACE_BYTES, above_it[node->way], node->controller + 1,
			node->name);
	} else if (node->layer == LAYER_PART) {
		place_of(stacks, &stacks->nodes[node->below[0]], above);
		snprintf(place, PLACE_BYTES, "%.200s/%s", above, node->name);
	} else {
		snprintf(place, PLACE_BYTES, "devices/virtual/block/%s", node->name);
	}
}

/* What is made of it says what its signature is; of what nothing is made, a file system. */
static void signature_put(struct writer *writer, unsigned int index)
{
	static const char *const types[LAYER_COUNT] = {"", "", "crypto_LUKS",
		"LVM2_member", "linux_raid_member", "bcache", "mpath_member"};
	const struct stacks *stacks = writer->stacks;
	const struct node *node = &stacks->nodes[index];
	const char *type = node->need == NEED_SWAP || node->need == NEED_RESUME ? "swap"
			   : node->need == NEED_CRYPTTAB ? "crypto_LUKS"
							 : "ext4";
	unsigned int uuid = index;
	char path[64];

	for (unsigned int i = 0; i < stacks->count; i++)
		for (unsigned int j = 0; j < stacks->nodes[i].below_count; j++)
			if (stacks->nodes[i].below[j] == index) {
				type = types[stacks->nodes[i].layer];
				/* Members of one array have its number in common. */
				uuid = stacks->nodes[i].layer == LAYER_ARRAY ? i : index;
			}
	snprintf(path, sizeof(path), "run/udev/data/b8:%u", index);
	put(writer, path, "I:1\n");
	if (*type)
		put(writer, path, "E:ID_FS_TYPE=%s\nE:ID_FS_UUID_ENC=aaaa-%04u\n", type,
			uuid);
}

static void need_put(struct writer *writer, unsigned int index)
{
	const struct node *node = &writer->stacks->nodes[index];
	char path[128];

	switch (node->need) {
	case NEED_ROOT:
		put(writer, "proc/self/mountinfo",
			"22 1 8:%u / / rw,relatime shared:1 - ext4 /dev/%s rw\n", index,
			node->name);
		break;
	case NEED_MOUNTED:
		put(writer, "proc/self/mountinfo",
			"%u 22 8:%u / /srv/%u rw,relatime shared:2 - ext4 /dev/%s rw\n",
			index + 100, index, index, node->name);
		break;
	case NEED_SWAP:
		put(writer, "proc/swaps", "/dev/%s partition 1000 0 -2\n", node->name);
		break;
	case NEED_FSTAB:
		put(writer, "etc/fstab", "UUID=aaaa-%04u /data/%u ext4 defaults 0 2\n",
			index, index);
		break;
	case NEED_CRYPTTAB:
		put(writer, "etc/crypttab", "vault%u UUID=aaaa-%04u none luks\n", index,
			index);
		break;
	case NEED_RESUME:
		put(writer, "proc/cmdline", " resume=UUID=aaaa-%04u", index);
		break;
	case NEED_UNIT:
		/* Enabled, by a file where a link would do. */
		snprintf(path, sizeof(path), UNITS "data-%u.mount", index);
		put(writer, path, UNIT_TEXT, index, index);
		snprintf(path, sizeof(path),
			UNITS "local-fs.target.requires/data-%u.mount", index);
		put(writer, path, UNIT_TEXT, index, index);
		break;
	case NEED_NONE:
	case NEED_COUNT:
		break;
	}
}

static void node_put(struct writer *writer, unsigned int index)
{
	static const char *const uuids[LAYER_COUNT] = {[LAYER_CRYPT] = "CRYPT-LUKS2-0-v",
		[LAYER_VOLUME] = "LVM-abc",
		[LAYER_PATHS] = "mpath-3600"};
	const struct node *node = &writer->stacks->nodes[index];
	char place[PLACE_BYTES], path[PATH_MAX], target[PATH_MAX];

	place_of(writer->stacks, node, place);
	snprintf(path, sizeof(path), "sys/%s/dev", place);
	put(writer, path, "8:%u\n", index);
	snprintf(path, sizeof(path), "sys/%s/partition", place);
	if (node->layer == LAYER_PART)
		put(writer, path, "1\n");
	for (unsigned int i = 0; node->layer > LAYER_PART && i < node->below_count; i++) {
		snprintf(path, sizeof(path), "sys/%s/slaves/%s", place,
			writer->stacks->nodes[node->below[i]].name);
		link_put(writer, path, "../somewhere");
	}
	if (uuids[node->layer]) {
		snprintf(path, sizeof(path), "sys/%s/dm/name", place);
		put(writer, path, "name-%u\n", index);
		snprintf(path, sizeof(path), "sys/%s/dm/uuid", place);
		put(writer, path, "%s%u\n", uuids[node->layer], index);
	}
	snprintf(path, sizeof(path), "sys/class/block/%s", node->name);
	snprintf(target, sizeof(target), "../../%s", place);
	link_put(writer, path, target);
	signature_put(writer, index);
	need_put(writer, index);
}

static void function_put(struct writer *writer, const char *place, const char *address,
	const char *class_code)
{
	const char *const names[][2] = {{"vendor", "0x144d"}, {"device", "0xa80a"},
		{"class", class_code}, {"revision", "0x01"},
		{"subsystem_vendor", "0x144d"}, {"subsystem_device", "0xa801"},
		{"driver_override", "(null)"}};
	char path[PATH_MAX], target[PATH_MAX];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(path, sizeof(path), "sys/%s/%s", place, names[i][0]);
		put(writer, path, "%s\n", names[i][1]);
	}
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", address);
	snprintf(target, sizeof(target), "../../../%s", place);
	link_put(writer, path, target);
}

/* Each is a network card as well, with a server of its own, and tunnels to a port of its own. */
static void ways_put(struct writer *writer, const char *place, unsigned int number)
{
	char path[PATH_MAX], target[PATH_MAX], address[32];

	snprintf(path, sizeof(path), "sys/class/net/eth%u", number);
	snprintf(target, sizeof(target), "../../%s/net/eth%u", place, number);
	link_put(writer, path, target);
	put(writer, "proc/net/route",
		"eth%u %02X0200C0 00000000 0005 0 0 0 FFFFFFFF 0 0 0\n", number, number);
	snprintf(path, sizeof(path), "sys/class/iscsi_connection/connection%u:0/address",
		number);
	put(writer, path, "192.0.2.%u\n", number);
	snprintf(path, sizeof(path), "sys/class/nvme/nvme%u/address", number);
	put(writer, path, "traddr=198.51.100.1,trsvcid=4420,host_iface=eth%u\n", number);
	snprintf(address, sizeof(address), "0000:40:%02x.0", number);
	snprintf(path, sizeof(path), "sys/%s/consumer:pci:%s", place, address);
	link_put(writer, path, "../somewhere");
	snprintf(path, sizeof(path), "devices/pci0000:40/%s", address);
	function_put(writer, path, address, "0x060400");
}

static void controller_put(struct writer *writer, unsigned int index)
{
	char place[64], path[PATH_MAX];

	snprintf(place, sizeof(place), "devices/pci0000:00/0000:%02x:00.0", index + 1);
	function_put(writer, place, strrchr(place, '/') + 1, "0x010601");
	snprintf(path, sizeof(path), "sys/%s/iommu_group", place);
	link_put(writer, path,
		index % 2 ? "../../../kernel/iommu_groups/1"
			  : "../../../kernel/iommu_groups/0");
	snprintf(path, sizeof(path), "sys/%s/driver", place);
	link_put(writer, path, "../../../bus/pci/drivers/ahci");
	ways_put(writer, place, index + 1);
	put(writer, "etc/vfio-prebind.conf", "bind %02x:00.0\n", index + 1);
}

bool stacks_write(const struct stacks *stacks, const char *directory)
{
	struct writer writer = {.stacks = stacks, .directory = directory};

	put(&writer, "proc/cmdline", "ro quiet");
	put(&writer, "proc/swaps", "Filename Type Size Used Priority\n");
	put(&writer, "proc/bus/input/devices",
		"I: Bus=0011\nH: Handlers=sysrq kbd leds\n\n");
	for (unsigned int i = 0; i < stacks->controllers; i++)
		controller_put(&writer, i);
	for (unsigned int i = 0; i < stacks->count; i++)
		node_put(&writer, i);
	return !writer.failed;
}
