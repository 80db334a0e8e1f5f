/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Which network card the system comes over, told by what is there and not by words. */

#include <stdio.h>
#include <string.h>

#include "network_tree.h"

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
		{NETWORK_TREE_LOCAL
			"22 21 0:21 / /usr ro - nfs4 nas:/usr ro,addr=192.0.2.7\n",
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
		{NETWORK_TREE_LOCAL, ""},
		{"22 1 0:21 / / rw - 9p root rw,trans=virtio\n", ""},
		{"22 1 0:21 / / rw - virtiofs root rw\n", ""},
		/* Another folder is looked at only where the system runs. */
		{NETWORK_TREE_LOCAL
			"22 21 0:21 / /home rw - nfs4 nas:/home rw,addr=192.0.2.7\n",
			""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const char *found;

		network_tree_make(&tree, rows[i].mounts);
		found = network_tree_refused(&tree, &fixture);
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
	} rows[] = {{NETWORK_TREE_HEAD, "eth0? eth1? eth2? eth3?"},
		{NETWORK_TREE_HEAD
			"wg0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
			"eth3\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
			"eth3?"},
		{NETWORK_TREE_HEAD
			"br0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
			"eth2 eth3"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);

		network_tree_make(&tree, "22 1 0:21 / / rw - nfs 192.0.2.7:/srv rw\n");
		tree_link(&tree, "sys/class/net/wg0", "../../devices/virtual/net/wg0");
		tree_link(&tree, "sys/class/net/br0", "../../devices/virtual/net/br0");
		tree_file(&tree, "sys/devices/virtual/net/br0/lower_eth2", "");
		tree_file(&tree, "sys/devices/virtual/net/br0/lower_eth3", "");
		tree_file(&tree, "proc/net/route", rows[i].routes);
		tree_file(&tree, "proc/net/ipv6_route", "");
		assert_string_equal(
			network_tree_refused(&tree, &fixture), rows[i].expected);
	}
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

		network_tree_make(&tree, NETWORK_TREE_LOCAL);
		vpb_text_add(&routes, "%s%s", NETWORK_TREE_HEAD, rows[i].routes);
		tree_file(&tree, "proc/net/route", routes.data);
		tree_file(&tree, "proc/net/ipv6_route",
			"00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
			"00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo\n");
		network_tree_refused(&tree, &fixture);
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

		network_tree_make(&tree, "22 1 0:21 / / rw - nfs 198.51.100.7:/srv rw\n"
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
		network_tree_refused(&tree, &fixture);
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
	network_tree_make(&tree, "22 1 8:1 / / rw - ext4 /dev/sda rw\n");
	tree_device(&tree, "0000:0c:00.0", "8086:2820:030000");
	tree_device(&tree, "0000:0c:00.2", "8086:2821:0c0330");
	disk_tree(&tree, "disk sda pci0000:00/0000:00:1c.0/0000:0c:00.2/usb1/block");
	tree_device_link(&tree, "0000:0c:00.0", "consumer:pci:0000:0c:00.2", "x");
	tree_device_link(&tree, "0000:0c:00.2", "supplier:pci:0000:0c:00.0", "x");
	network_tree_refused(&tree, &fixture);
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
	network_tree_make(&tree, "22 1 0:21 / / rw - nfs 192.0.2.7:/srv rw\n");
	tree_device_link(&tree, "0000:05:00.0", "virtfn0", "../0000:06:00.0");
	assert_string_equal(network_tree_refused(&tree, &fixture), "eth0 eth1");
}

/* Memory that CXL devices bring may be any of theirs. */
static void a_root_in_memory_of_cxl_keeps_it(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	network_tree_disk(&tree, "pmem0",
		"platform/ACPI0017:00/root0/nvdimm-bridge0/ndbus0/region0/namespace0.0/block");
	tree_device(&tree, "0000:0f:00.0", "8086:c0c0:050210");
	network_tree_refused(&tree, &fixture);
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
		cmocka_unit_test(what_is_tunnelled_to_goes_with_the_tunnel),
		cmocka_unit_test(what_is_on_a_virtual_function_keeps_the_physical_one),
		cmocka_unit_test(a_root_in_memory_of_cxl_keeps_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
