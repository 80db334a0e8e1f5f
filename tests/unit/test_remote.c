/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Which cards carry what comes from other machines: disks, by a network or an adapter, and mounts. */

#include <stdio.h>
#include <string.h>

#include "network_tree.h"

/* The functions that a disk keeps for itself, "03:00.0 04:00.0", and then the cards that are refused. */
static const char *kept(const struct tree *tree, struct fixture *fixture)
{
	struct vpb_text *shown = &fixture->shown;

	disk_tree_judge(tree, "bind 8086: all\nbind 10df: all\nbind 1077: all", fixture);
	vpb_text_done(shown);
	for (size_t i = 0; i < fixture->snapshot.device_count; i++) {
		const struct vpb_device *device = &fixture->snapshot.devices[i];
		char address[VPB_ADDRESS_BYTES];

		if (device->system.reason || device->network.reason)
			vpb_text_add(shown, "%s%s", shown->length ? " " : "",
				vpb_address_format(device->address, address) + 5);
	}
	return shown->length ? shown->data : "";
}

static void adapter_make(const struct tree *tree, const char *address, unsigned int host,
	const char *node, const char *port)
{
	char path[200], target[200];

	tree_device(tree, address, "10df:f400:0c0400");
	snprintf(path, sizeof(path), "sys/class/fc_host/host%u", host);
	snprintf(target, sizeof(target),
		"../../devices/pci0000:00/0000:00:1c.7/%s/host%u/fc_host/host%u", address,
		host, host);
	tree_link(tree, path, target);
	snprintf(path, sizeof(path),
		"sys/devices/pci0000:00/0000:00:1c.7/%s/host%u/fc_host/host%u/node_name",
		address, host, host);
	tree_file(tree, path, node);
	snprintf(path, sizeof(path),
		"sys/devices/pci0000:00/0000:00:1c.7/%s/host%u/fc_host/host%u/port_name",
		address, host, host);
	tree_file(tree, path, port);
}

static void a_disk_from_elsewhere_keeps_its_card(void **state)
{
	static const struct {
		const char *name, *place, *file, *text, *expected;
	} rows[] = {{"sda", "platform/host3/session1/target3:0:0/3:0:0:0/block",
			    "sys/class/iscsi_connection/connection1:0/address",
			    "192.0.2.7\n", "eth1"},
		{"sda", "platform/host3/session1/target3:0:0/3:0:0:0/block",
			"sys/class/iscsi_connection/connection1:0/address", "(null)\n",
			"eth0? eth1? eth2?"},
		{"nvme0n1", "virtual/nvme-fabrics/ctl/nvme0",
			"sys/class/nvme/nvme0/address", "traddr=192.0.2.7,trsvcid=4420\n",
			"eth1"},
		{"nvme0n1", "virtual/nvme-fabrics/ctl/nvme0",
			"sys/class/nvme/nvme0/address",
			"traddr=192.0.2.7,trsvcid=4420,host_iface=eth3\n", "eth3"},
		{"nbd0", "virtual/block", "sys/class/block/nbd0/pid", "1\n",
			"eth0? eth1? eth2?"},
		{"rbd0", "virtual/block", "sys/class/block/rbd0/size", "1\n",
			"eth0? eth1? eth2?"},
		{"drbd0", "virtual/block", "sys/class/block/drbd0/size", "1\n",
			"eth0? eth1? eth2?"},
		{"etherd!e0.0", "virtual/block", "sys/class/block/etherd!e0.0/netif",
			"eth2,eth3\n", "eth2 eth3"},
		{"sda", "virtual/net/eth3/ctlr_0/host6/rport-6/target6:0:0/block",
			"sys/x", "", "eth3"},
		{"sda", "platform/vhci_hcd.0/usb9/9-1/9-1:1.0/host6/block", "sys/x", "",
			"eth0? eth1? eth2?"},
		/* A disk of this machine, and memory. */
		{"nvme0n1", DISK_PATH("02"), "sys/x", "", ""},
		{"zram0", "virtual/block", "sys/x", "", ""},
		{"sda", "pci0000:00/0000:00:1d.0/0000:02:00.0/host0/sessions/block",
			"sys/x", "", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const char *found;

		network_tree_disk(&tree, rows[i].name, rows[i].place);
		tree_file(&tree, rows[i].file, rows[i].text);
		found = network_tree_refused(&tree, &fixture);
		if (strcmp(found, rows[i].expected) != 0)
			fail_msg("%s at %s: '%s'", rows[i].name, rows[i].place, found);
	}
}

static void a_disk_over_fibre_channel_keeps_its_adapter(void **state)
{
#define HOST_TRADDR(node, port) \
	"traddr=nn-0x2000000000000001:pn-0x2000000000000002,host_traddr=nn-" node \
	":pn-" port "\n"
	static const struct {
		const char *address, *expected;
	} rows[] = {{HOST_TRADDR("0x20000090fa942779", "0x10000090fa94277a"), "0a:00.0"},
		{HOST_TRADDR("0x20000090FA942779", "0x10000090FA942779"), "09:00.0"},
		/* None has these names, or they are not said: any may be the one. */
		{HOST_TRADDR("0x20000090fa942779", "0x10000090fa94277f"),
			"09:00.0 0a:00.0"},
		{"traddr=nn-0x2000000000000001:pn-0x2000000000000002\n",
			"09:00.0 0a:00.0"},
		{"", "09:00.0 0a:00.0"}};

	(void)state;
	for (int is_multipath = 0; is_multipath < 2; is_multipath++)
		for (size_t i = 0; i < COUNT_OF(rows); i++) {
			FIXTURE(fixture);
			TREE(tree);

			network_tree_disk(&tree, "nvme0n1",
				is_multipath ? "virtual/nvme-subsystem/nvme-subsys0"
					     : "virtual/nvme-fabrics/ctl/nvme0");
			if (is_multipath)
				tree_link(&tree,
					"sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0",
					"../../nvme-fabrics/ctl/nvme0");
			tree_file(&tree, "sys/class/nvme/nvme0/transport", "fc\n");
			tree_file(&tree, "sys/class/nvme/nvme0/address", rows[i].address);
			adapter_make(&tree, "0000:09:00.0", 7, "0x20000090fa942779\n",
				"0x10000090fa942779\n");
			adapter_make(&tree, "0000:0a:00.0", 8, "0x20000090fa942779\n",
				"0x10000090fa94277a\n");
			assert_string_equal(kept(&tree, &fixture), rows[i].expected);
		}
}

/* An adapter that talks to the server itself: no network of the host's leads there. */
static void an_iscsi_adapter_is_kept_and_no_network_card(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	network_tree_disk(&tree, "sda",
		"pci0000:00/0000:00:1c.7/0000:09:00.0/host5/session1/target5:0:0/"
		"5:0:0:0/block");
	tree_device(&tree, "0000:09:00.0", "1077:4022:010000");
	tree_file(
		&tree, "sys/class/iscsi_connection/connection1:0/address", "192.0.2.7\n");
	assert_string_equal(kept(&tree, &fixture), "09:00.0");
}

/* A multipath NVMe: the namespace is the subsystem's, whose controllers are links beside it. */
static void each_path_to_a_disk_counts(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	network_tree_disk(&tree, "nvme0n1", "virtual/nvme-subsystem/nvme-subsys0");
	tree_link(&tree, "sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0",
		"../../nvme-fabrics/ctl/nvme0");
	tree_link(&tree, "sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme1",
		"../../nvme-fabrics/ctl/nvme1");
	tree_file(&tree, "sys/class/nvme/nvme0/transport", "tcp\n");
	tree_file(&tree, "sys/class/nvme/nvme0/address", "traddr=192.0.2.7\n");
	tree_file(&tree, "sys/class/nvme/nvme1/transport", "rdma\n");
	tree_file(&tree, "sys/class/nvme/nvme1/address", "traddr=198.51.100.7\n");
	assert_string_equal(network_tree_refused(&tree, &fixture), "eth0 eth1");
	assert_string_equal(fixture.snapshot.devices[1].network.reason,
		"is the network card that the system or its key comes over: nvme0n1 comes "
		"over the network (NVMe over RDMA from 198.51.100.7), and the system needs "
		"it: it is mounted on /");
}

static void what_lies_on_a_server_keeps_its_card(void **state)
{
	static const char nas[] = NETWORK_TREE_LOCAL
		"22 21 0:21 / /run/live rw - nfs4 nas:/live rw,addr=192.0.2.7\n"
		"23 21 8:1 / /usr ro - squashfs /dev/loop0 ro\n";

	(void)state;
	{
		FIXTURE(fixture);
		TREE(tree);

		/* A live system's image. */
		network_tree_make(&tree, nas);
		disk_tree(&tree, "disk loop0 virtual/block");
		tree_file(&tree, "sys/class/block/loop0/loop/backing_file",
			"/run/live/root.squashfs\n");
		assert_string_equal(network_tree_refused(&tree, &fixture), "eth1");
	}
	{
		FIXTURE(fixture);
		TREE(tree);

		network_tree_make(&tree, nas);
		disk_tree(&tree, "disk loop0 virtual/block");
		tree_file(&tree, "sys/class/block/loop0/loop/backing_file",
			"/run/lively.squashfs\n");
		assert_string_equal(network_tree_refused(&tree, &fixture), "");
	}
	{
		FIXTURE(fixture);
		TREE(tree);

		/* A key, whether or not the folder is mounted yet; one that can be missing. */
		network_tree_make(&tree, NETWORK_TREE_LOCAL);
		tree_file(&tree, "etc/fstab",
			"192.0.2.7:/keys /keys nfs defaults 0 0\n"
			"198.51.100.7:/media /media nfs nofail 0 0\n");
		tree_file(&tree, "etc/crypttab", "v UUID=1 /keys/v luks\n");
		assert_string_equal(network_tree_refused(&tree, &fixture), "eth1");
	}
	{
		FIXTURE(fixture);
		TREE(tree);

		network_tree_make(&tree, NETWORK_TREE_LOCAL);
		tree_file(&tree, "etc/fstab", "192.0.2.7:/keys /keys nfs nofail 0 0\n");
		tree_file(&tree, "etc/crypttab", "v UUID=1 /keys/v luks,nofail\n");
		assert_string_equal(network_tree_refused(&tree, &fixture), "");
	}
}

static void swap_on_a_server_keeps_its_card(void **state)
{
	static const char head[] = "Filename Type Size Used Priority\n";
	static const struct {
		const char *file, *expected;
	} rows[] = {
		{"/srv/swap file 1000 0 -2\n", "eth1"}, {"/swap file 1000 0 -2\n", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char text[200];

		network_tree_make(&tree, NETWORK_TREE_LOCAL
			"22 21 0:21 / /srv rw - nfs4 nas:/srv rw,addr=192.0.2.7\n");
		snprintf(text, sizeof(text), "%s%s", head, rows[i].file);
		tree_file(&tree, "proc/swaps", text);
		assert_string_equal(
			network_tree_refused(&tree, &fixture), rows[i].expected);
	}
}

/* In every run, whether or not it is mounted today; by a card that is sure. */
static void what_each_boot_mounts_keeps_its_card(void **state)
{
#define AUTOFS NETWORK_TREE_LOCAL "22 21 0:21 / /home rw - autofs /etc/auto.home rw\n"
#define NAS "192.0.2.7:/srv /srv nfs4 "
	static const struct {
		const char *mounts, *file, *text, *expected;
	} rows[] = {{NETWORK_TREE_LOCAL, "etc/fstab", NAS "defaults 0 0\n", "eth1"},
		{NETWORK_TREE_LOCAL, "etc/fstab",
			"//192.0.2.7/srv /srv cifs _netdev 0 0\n", "eth1"},
		{NETWORK_TREE_LOCAL, "etc/fstab", "192.0.2.7 /srv 9p trans=tcp 0 0\n",
			"eth1"},
		{NETWORK_TREE_LOCAL, "etc/fstab", NAS "noauto,x-systemd.automount 0 0\n",
			"eth1"},
		{NETWORK_TREE_LOCAL, "etc/fstab", NAS "nofail 0 0\n", ""},
		{NETWORK_TREE_LOCAL, "etc/fstab", NAS "noauto 0 0\n", ""},
		{NETWORK_TREE_LOCAL, "etc/systemd/system/srv.mount",
			"[Mount]\nWhat=192.0.2.7:/srv\nWhere=/srv\nType=nfs\n", "eth1"},
		/* By a name that only what is mounted has an address of; and none has. */
		{NETWORK_TREE_LOCAL
			"22 21 0:21 / /srv rw - nfs4 nas:/srv rw,addr=192.0.2.7\n",
			"etc/fstab", "nas:/srv /srv nfs 0 0\n", "eth1"},
		{NETWORK_TREE_LOCAL, "etc/fstab", "nas:/srv /srv nfs 0 0\n", ""},
		{AUTOFS "23 22 0:22 / /home/me rw - nfs4 nas:/me rw,addr=192.0.2.7\n",
			"sys/x", "", "eth1"},
		{AUTOFS "23 22 0:22 / /homes rw - nfs4 nas:/me rw,addr=192.0.2.7\n",
			"sys/x", "", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const char *found;

		network_tree_make(&tree, rows[i].mounts);
		tree_file(&tree, rows[i].file, rows[i].text);
		found = network_tree_refused(&tree, &fixture);
		if (strcmp(found, rows[i].expected) != 0)
			fail_msg("%s%s: '%s'", rows[i].mounts, rows[i].text, found);
	}
}

/* On the running system nothing may go that is in use; at the next boot it need not be. */
static void what_is_mounted_is_in_use(void **state)
{
	FIXTURE(fixture);
	TREE(tree);
	const struct vpb_usage_how how = {.read_tags = vpb_tags_read_udev};
	const struct vpb_device *card;

	(void)state;
	network_tree_make(&tree, NETWORK_TREE_LOCAL
		"22 21 0:21 / /home rw - nfs4 nas:/home rw,addr=192.0.2.7\n");
	network_tree_refused(&tree, &fixture);
	fixture.snapshot.phase = VPB_PHASE_RUNNING;
	assert_int_equal(vpb_usage_read(&tree.root, &how, &fixture.request,
				 &fixture.selection, &fixture.snapshot),
		0);
	card = &fixture.snapshot.devices[2];
	assert_null(card->network.reason);
	assert_string_equal(card->in_use.reason,
		"is the network card that something comes over: /home is mounted from "
		"nas:/home over nfs4");
	assert_string_equal(card->in_use.fix, "run: umount /home");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_from_elsewhere_keeps_its_card),
		cmocka_unit_test(a_disk_over_fibre_channel_keeps_its_adapter),
		cmocka_unit_test(an_iscsi_adapter_is_kept_and_no_network_card),
		cmocka_unit_test(each_path_to_a_disk_counts),
		cmocka_unit_test(what_lies_on_a_server_keeps_its_card),
		cmocka_unit_test(swap_on_a_server_keeps_its_card),
		cmocka_unit_test(what_each_boot_mounts_keeps_its_card),
		cmocka_unit_test(what_is_mounted_is_in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
