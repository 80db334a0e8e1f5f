/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Which network card the system comes over, told by what is there and not by words. */

#include <stdio.h>
#include <string.h>

#include "disk_tree.h"

#define HEAD \
	"Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
/* 192.0.2.0/24 over eth1, all else over eth0; over eth2 too, and more is paid for it. */
#define ROUTES \
	HEAD "eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n" \
	     "eth2\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n" \
	     "eth1\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
#define ROUTES_6 \
	"20010db8000000000000000000000000 20 00000000000000000000000000000000 00 " \
	"00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth1\n" \
	"00000000000000000000000000000000 00 00000000000000000000000000000000 00 " \
	"fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n"

static void machine_make(const struct tree *tree, const char *mounts)
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

/* "eth1" for each card that is refused, with a '?' where it only may be the one. */
static const char *refused(const struct tree *tree, struct fixture *fixture)
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

#define LOCAL "21 1 0:20 / / rw - tmpfs tmpfs rw\n"

static void a_root_from_a_server_keeps_its_card(void **state)
{
	static const struct {
		const char *mounts, *expected;
	} rows[] = {
		{"22 1 0:21 / / rw - nfs4 nas:/srv rw,vers=4.2,addr=192.0.2.7\n", "eth1"},
		{"22 1 0:21 / / rw - nfs 198.51.100.7:/srv rw\n", "eth0"},
		{"22 1 0:21 / / rw - nfs4 [2001:db8::7]:/srv rw\n", "eth1"},
		{"22 1 0:21 / / rw - nfs4 nas:/ rw,addr=2001:db9::7\n", "eth0"},
		{"22 1 0:21 / / rw - cifs //nas/root rw,addr=192.0.2.7\n", "eth1"},
		{"22 1 0:21 / / rw - smb3 //192.0.2.7/root rw\n", "eth1"},
		{"22 1 0:21 / / rw - 9p 192.0.2.7 rw,trans=tcp,port=564\n", "eth1"},
		{"22 1 0:21 / / rw - fuse.sshfs me@192.0.2.7:/ rw\n", "eth1"},
		{LOCAL "22 21 0:21 / /usr ro - nfs4 nas:/usr ro,addr=192.0.2.7\n",
			"eth1"},
		/* A name that nothing resolves, or several servers: any card with a route. */
		{"22 1 0:21 / / rw - nfs4 nas:/srv rw\n", "eth0? eth1? eth2?"},
		{"22 1 0:21 / / rw - ceph 192.0.2.7,192.0.2.8:/ rw\n",
			"eth0? eth1? eth2?"},
		{"22 1 0:21 / / rw - fuse.glusterfs nas:/vol rw\n", "eth0? eth1? eth2?"},
		{"22 1 0:21 / / rw - lustre 192.0.2.7@tcp:/fs rw\n", "eth0? eth1? eth2?"},
		{"22 1 0:21 / / rw - afs %example.org:root. rw\n", "eth0? eth1? eth2?"},
		{"22 1 0:21 / / rw - beegfs beegfs_nodev rw\n", "eth0? eth1? eth2?"},
		/* One that no list has, by the name of its source. */
		{"22 1 0:21 / / rw - fuse.newfs host:/vol rw\n", "eth0? eth1? eth2?"},
		/* Below what keeps a root from writes. */
		{"22 1 0:21 / /run/ro ro - nfs4 nas:/srv ro,addr=192.0.2.7\n"
		 "23 1 0:22 / / rw - overlay overlay rw,lowerdir=/run/ro,upperdir=/u\n"
		 "24 1 0:23 / /u rw - tmpfs tmpfs rw\n",
			"eth1"},
		/* None of these is from elsewhere. */
		{LOCAL, ""}, {"22 1 0:21 / / rw - 9p root rw,trans=virtio\n", ""},
		{"22 1 0:21 / / rw - virtiofs root rw\n", ""},
		/* Another folder is looked at only where the system runs. */
		{LOCAL "22 21 0:21 / /home rw - nfs4 nas:/home rw,addr=192.0.2.7\n", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const char *found;

		machine_make(&tree, rows[i].mounts);
		found = refused(&tree, &fixture);
		if (strcmp(found, rows[i].expected) != 0)
			fail_msg("%s: '%s'", rows[i].mounts, found);
		if (*found)
			assert_non_null(fixture.snapshot.network_need);
	}
}

/* Without a route of any card it may be each that is asked for; through a tunnel, each with one. */
static void a_way_that_is_not_known_is_any(void **state)
{
	static const struct {
		const char *routes, *expected;
	} rows[] = {{HEAD, "eth0? eth1? eth2? eth3?"},
		{HEAD "wg0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
		      "eth3\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
			"eth3?"},
		{HEAD "br0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
			"eth2 eth3"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);

		machine_make(&tree, "22 1 0:21 / / rw - nfs 192.0.2.7:/srv rw\n");
		tree_link(&tree, "sys/class/net/wg0", "../../devices/virtual/net/wg0");
		tree_link(&tree, "sys/class/net/br0", "../../devices/virtual/net/br0");
		tree_file(&tree, "sys/devices/virtual/net/br0/lower_eth2", "");
		tree_file(&tree, "sys/devices/virtual/net/br0/lower_eth3", "");
		tree_file(&tree, "proc/net/route", rows[i].routes);
		tree_file(&tree, "proc/net/ipv6_route", "");
		assert_string_equal(refused(&tree, &fixture), rows[i].expected);
	}
}

/* Adds "8:1" as a root, on a disk at that place. */
static void disk_make(const struct tree *tree, const char *name, const char *place)
{
	char line[300];

	machine_make(tree, "22 1 8:1 / / rw - ext4 /dev/root rw\n");
	snprintf(line, sizeof(line), "disk %s %s", name, place);
	disk_tree(tree, line);
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

		disk_make(&tree, rows[i].name, rows[i].place);
		tree_file(&tree, rows[i].file, rows[i].text);
		found = refused(&tree, &fixture);
		if (strcmp(found, rows[i].expected) != 0)
			fail_msg("%s at %s: '%s'", rows[i].name, rows[i].place, found);
	}
}

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

			disk_make(&tree, "nvme0n1",
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
	disk_make(&tree, "sda",
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
	disk_make(&tree, "nvme0n1", "virtual/nvme-subsystem/nvme-subsys0");
	tree_link(&tree, "sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0",
		"../../nvme-fabrics/ctl/nvme0");
	tree_link(&tree, "sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme1",
		"../../nvme-fabrics/ctl/nvme1");
	tree_file(&tree, "sys/class/nvme/nvme0/transport", "tcp\n");
	tree_file(&tree, "sys/class/nvme/nvme0/address", "traddr=192.0.2.7\n");
	tree_file(&tree, "sys/class/nvme/nvme1/transport", "rdma\n");
	tree_file(&tree, "sys/class/nvme/nvme1/address", "traddr=198.51.100.7\n");
	assert_string_equal(refused(&tree, &fixture), "eth0 eth1");
	assert_string_equal(fixture.snapshot.devices[1].network.reason,
		"is the network card that the system or its key comes over: nvme0n1 comes "
		"over the network (NVMe over RDMA from 198.51.100.7), and the system needs "
		"it: it is mounted on /");
}

static void what_lies_on_a_server_keeps_its_card(void **state)
{
	static const char nas[] =
		LOCAL "22 21 0:21 / /run/live rw - nfs4 nas:/live rw,addr=192.0.2.7\n"
		      "23 21 8:1 / /usr ro - squashfs /dev/loop0 ro\n";

	(void)state;
	{
		FIXTURE(fixture);
		TREE(tree);

		/* A live system's image. */
		machine_make(&tree, nas);
		disk_tree(&tree, "disk loop0 virtual/block");
		tree_file(&tree, "sys/class/block/loop0/loop/backing_file",
			"/run/live/root.squashfs\n");
		assert_string_equal(refused(&tree, &fixture), "eth1");
	}
	{
		FIXTURE(fixture);
		TREE(tree);

		machine_make(&tree, nas);
		disk_tree(&tree, "disk loop0 virtual/block");
		tree_file(&tree, "sys/class/block/loop0/loop/backing_file",
			"/run/lively.squashfs\n");
		assert_string_equal(refused(&tree, &fixture), "");
	}
	{
		FIXTURE(fixture);
		TREE(tree);

		/* A key, whether or not the folder is mounted yet; one that can be missing. */
		machine_make(&tree, LOCAL);
		tree_file(&tree, "etc/fstab",
			"192.0.2.7:/keys /keys nfs defaults 0 0\n"
			"198.51.100.7:/media /media nfs nofail 0 0\n");
		tree_file(&tree, "etc/crypttab", "v UUID=1 /keys/v luks\n");
		assert_string_equal(refused(&tree, &fixture), "eth1");
	}
	{
		FIXTURE(fixture);
		TREE(tree);

		machine_make(&tree, LOCAL);
		tree_file(&tree, "etc/fstab", "192.0.2.7:/keys /keys nfs nofail 0 0\n");
		tree_file(&tree, "etc/crypttab", "v UUID=1 /keys/v luks,nofail\n");
		assert_string_equal(refused(&tree, &fixture), "");
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

		machine_make(&tree,
			LOCAL "22 21 0:21 / /srv rw - nfs4 nas:/srv rw,addr=192.0.2.7\n");
		snprintf(text, sizeof(text), "%s%s", head, rows[i].file);
		tree_file(&tree, "proc/swaps", text);
		assert_string_equal(refused(&tree, &fixture), rows[i].expected);
	}
}

/* In every run, whether or not it is mounted today; by a card that is sure. */
static void what_each_boot_mounts_keeps_its_card(void **state)
{
#define AUTOFS LOCAL "22 21 0:21 / /home rw - autofs /etc/auto.home rw\n"
#define NAS "192.0.2.7:/srv /srv nfs4 "
	static const struct {
		const char *mounts, *file, *text, *expected;
	} rows[] = {{LOCAL, "etc/fstab", NAS "defaults 0 0\n", "eth1"},
		{LOCAL, "etc/fstab", "//192.0.2.7/srv /srv cifs _netdev 0 0\n", "eth1"},
		{LOCAL, "etc/fstab", "192.0.2.7 /srv 9p trans=tcp 0 0\n", "eth1"},
		{LOCAL, "etc/fstab", NAS "noauto,x-systemd.automount 0 0\n", "eth1"},
		{LOCAL, "etc/fstab", NAS "nofail 0 0\n", ""},
		{LOCAL, "etc/fstab", NAS "noauto 0 0\n", ""},
		{LOCAL, "etc/systemd/system/srv.mount",
			"[Mount]\nWhat=192.0.2.7:/srv\nWhere=/srv\nType=nfs\n", "eth1"},
		/* By a name that only what is mounted has an address of; and none has. */
		{LOCAL "22 21 0:21 / /srv rw - nfs4 nas:/srv rw,addr=192.0.2.7\n",
			"etc/fstab", "nas:/srv /srv nfs 0 0\n", "eth1"},
		{LOCAL, "etc/fstab", "nas:/srv /srv nfs 0 0\n", ""},
		{AUTOFS "23 22 0:22 / /home/me rw - nfs4 nas:/me rw,addr=192.0.2.7\n",
			"sys/x", "", "eth1"},
		{AUTOFS "23 22 0:22 / /homes rw - nfs4 nas:/me rw,addr=192.0.2.7\n",
			"sys/x", "", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const char *found;

		machine_make(&tree, rows[i].mounts);
		tree_file(&tree, rows[i].file, rows[i].text);
		found = refused(&tree, &fixture);
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
	machine_make(&tree,
		LOCAL "22 21 0:21 / /home rw - nfs4 nas:/home rw,addr=192.0.2.7\n");
	refused(&tree, &fixture);
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

/* A default route over what has no card of its own goes over one of those that have a route. */
static void a_default_route_is_on_some_card(void **state)
{
	static const struct {
		const char *routes, *expected;
	} rows[] = {{"eth0\t00000000\t0\t3\t0\t0\t1\t00000000\n", "eth0"},
		{"br0\t00000000\t0\t3\t0\t0\t1\t00000000\n", "eth0? eth1? eth2? eth3?"},
		{"wg0\t00000000\t0\t1\t0\t0\t0\t00000000\n"
		 "eth1\t07020CC0\t0\t7\t0\t0\t0\tFFFFFFFF\n",
			"eth1?"},
		{"eth1\t00000000\t0\t3\t0\t0\t0\t00000080\n"
		 "eth1\t00000080\t0\t3\t0\t0\t0\t00000080\n",
			"eth1"},
		{"eth1\t000200C0\t0\t1\t0\t0\t0\t00FFFFFF\n", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		VPB_CLEANUP(vpb_text_done) struct vpb_text found = {}, routes = {};

		machine_make(&tree, LOCAL);
		vpb_text_add(&routes, "%s%s", HEAD, rows[i].routes);
		tree_file(&tree, "proc/net/route", routes.data);
		tree_file(&tree, "proc/net/ipv6_route",
			"00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
			"00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo\n");
		refused(&tree, &fixture);
		vpb_text_add(&found, "%s", "");
		for (size_t j = 0; j < fixture.snapshot.device_count; j++) {
			const struct vpb_device *device = &fixture.snapshot.devices[j];

			if (device->has_default_route)
				vpb_text_add(&found, "%seth%u%s", found.length ? " " : "",
					device->address.bus - 5u,
					device->is_route_unsure ? "?" : "");
		}
		assert_string_equal(found.data, rows[i].expected);
	}
}

/* What a host interface of USB4 tunnels to is no child of it. */
static void what_is_tunnelled_to_goes_with_the_tunnel(void **state)
{
	static const struct {
		const char *function, *link;
	} links[] = {{"0000:0c:00.0", "consumer:pci:0000:05:00.0"},
		{"0000:0c:00.0", "consumer:pci:0000:00:1c.0"},
		/* The other end of it; and one in between. */
		{"0000:0d:00.0", "supplier:pci:0000:0c:00.0"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(links); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct vpb_device *interface;

		machine_make(&tree, "22 1 0:21 / / rw - nfs 198.51.100.7:/srv rw\n"
				    "23 22 8:1 / /usr rw - ext4 /dev/sda rw\n");
		tree_device(&tree, "0000:00:1c.0", "8086:9a23:060400");
		tree_device(&tree, "0000:0c:00.0", "8086:9a1b:0c0340");
		tree_device(&tree, "0000:0d:00.0", "8086:9a1c:0c0340");
		disk_tree(&tree,
			"disk sda pci0000:00/0000:00:1c.0/0000:05:00.0/usb1/block");
		tree_device_link(&tree, links[i].function, links[i].link, "x");
		if (i == 2)
			tree_device_link(
				&tree, "0000:0d:00.0", "consumer:pci:0000:05:00.0", "x");
		refused(&tree, &fixture);
		interface = &fixture.snapshot.devices[vpb_snapshot_find(
			&fixture.snapshot, (struct vpb_address){0, 0x0c, 0, 0})];
		if (!interface->network.reason || !interface->system.reason ||
			!interface->has_default_route)
			fail_msg("%s at %s", links[i].link, links[i].function);
		assert_non_null(strstr(interface->system.reason, "carries sda"));
	}
}

/* The functions of a card link to its display for power's sake: a disk on one is not on the other. */
static void a_disk_on_a_cards_usb_is_not_on_its_display(void **state)
{
	FIXTURE(fixture);
	TREE(tree);
	const struct vpb_device *display, *usb;

	(void)state;
	machine_make(&tree, "22 1 8:1 / / rw - ext4 /dev/sda rw\n");
	tree_device(&tree, "0000:0c:00.0", "8086:2820:030000");
	tree_device(&tree, "0000:0c:00.2", "8086:2821:0c0330");
	disk_tree(&tree, "disk sda pci0000:00/0000:00:1c.0/0000:0c:00.2/usb1/block");
	tree_device_link(&tree, "0000:0c:00.0", "consumer:pci:0000:0c:00.2", "x");
	tree_device_link(&tree, "0000:0c:00.2", "supplier:pci:0000:0c:00.0", "x");
	refused(&tree, &fixture);
	display = &fixture.snapshot.devices[vpb_snapshot_find(
		&fixture.snapshot, (struct vpb_address){0, 0x0c, 0, 0})];
	usb = &fixture.snapshot.devices[vpb_snapshot_find(
		&fixture.snapshot, (struct vpb_address){0, 0x0c, 0, 2})];
	assert_null(display->system.reason);
	assert_non_null(usb->system.reason);
}

/* A virtual function goes with its physical one, also where that may be taken for its own sake. */
static void what_is_on_a_virtual_function_keeps_the_physical_one(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	machine_make(&tree, "22 1 0:21 / / rw - nfs 192.0.2.7:/srv rw\n");
	tree_device_link(&tree, "0000:05:00.0", "virtfn0", "../0000:06:00.0");
	assert_string_equal(refused(&tree, &fixture), "eth0 eth1");
}

/* Memory that CXL devices bring may be any of theirs. */
static void a_root_in_memory_of_cxl_keeps_it(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	disk_make(&tree, "pmem0",
		"platform/ACPI0017:00/root0/nvdimm-bridge0/ndbus0/region0/namespace0.0/block");
	tree_device(&tree, "0000:0f:00.0", "8086:c0c0:050210");
	refused(&tree, &fixture);
	assert_null(fixture.snapshot.devices[0].system.reason);
	assert_string_equal(
		fixture.snapshot.devices[fixture.snapshot.device_count - 1].system.reason,
		"may have pmem0 in its memory, which the system needs: it is mounted on /");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_root_from_a_server_keeps_its_card),
		cmocka_unit_test(a_way_that_is_not_known_is_any),
		cmocka_unit_test(a_default_route_is_on_some_card),
		cmocka_unit_test(a_disk_on_a_cards_usb_is_not_on_its_display),
		cmocka_unit_test(a_disk_from_elsewhere_keeps_its_card),
		cmocka_unit_test(each_path_to_a_disk_counts),
		cmocka_unit_test(a_disk_over_fibre_channel_keeps_its_adapter),
		cmocka_unit_test(an_iscsi_adapter_is_kept_and_no_network_card),
		cmocka_unit_test(what_lies_on_a_server_keeps_its_card),
		cmocka_unit_test(swap_on_a_server_keeps_its_card),
		cmocka_unit_test(what_is_mounted_is_in_use),
		cmocka_unit_test(what_each_boot_mounts_keeps_its_card),
		cmocka_unit_test(what_is_tunnelled_to_goes_with_the_tunnel),
		cmocka_unit_test(what_is_on_a_virtual_function_keeps_the_physical_one),
		cmocka_unit_test(a_root_in_memory_of_cxl_keeps_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
