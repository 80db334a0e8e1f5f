/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the host itself needs besides disks: its way into the network, and its keyboard. */

#include <stdio.h>
#include <string.h>

#include "disk_tree.h"

#define CARD "0000:05:00.0"
#define USB "0000:00:14.0"

static void machine_make(const struct tree *tree, const char *cmdline)
{
	tree_device(tree, USB, "8086:a0ed:0c0330");
	tree_device(tree, CARD, "8086:1572:020000");
	tree_device(tree, "0000:06:00.0", "8086:1572:020000");
	tree_directory(tree, "sys/class/block");
	disk_tree_now(tree, "22 1 0:21 / / rw - tmpfs tmpfs rw\n", cmdline);
	tree_link(tree, "sys/class/net/eth0",
		"../../devices/pci0000:00/0000:00:1c.0/0000:05:00.0/net/eth0");
	tree_link(tree, "sys/class/net/eth1",
		"../../devices/pci0000:00/0000:00:1d.0/0000:06:00.0/net/eth1");
	tree_file(tree, "sys/devices/virtual/net/bond0/lower_eth0", "");
	tree_link(tree, "sys/class/net/bond0", "../../devices/virtual/net/bond0");
	tree_file(tree, "sys/devices/virtual/net/br0/lower_bond0", "");
	tree_link(tree, "sys/class/net/br0", "../../devices/virtual/net/br0");
}

/* "05:00.0 network default-route keyboards=0 ..." of every function; and "others=N". */
static const char *facts(
	const struct tree *tree, const char *cmdline, struct fixture *fixture)
{
	struct vpb_text *shown = &fixture->shown;

	fixture_cmdline(fixture, cmdline);
	disk_tree_judge(tree, "bind 05:00.0\nbind 06:00.0\nbind 00:14.0", fixture);
	vpb_text_done(shown);
	for (size_t i = 0; i < fixture->snapshot.device_count; i++) {
		const struct vpb_device *device = &fixture->snapshot.devices[i];
		char address[VPB_ADDRESS_BYTES];

		vpb_address_format(device->address, address);
		if (device->network.reason)
			vpb_text_add(shown, "%s network\n", address + 5);
		if (device->has_default_route)
			vpb_text_add(shown, "%s default\n", address + 5);
		if (device->keyboard_count)
			vpb_text_add(shown, "%s keyboards=%u\n", address + 5,
				device->keyboard_count);
	}
	if (fixture->snapshot.token)
		vpb_text_add(shown, "%s\n", fixture->snapshot.token);
	vpb_text_add(shown, "others=%u\n", fixture->snapshot.other_keyboard_count);
	return shown->data;
}

#define ROUTE_HEAD \
	"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

static void routes_lead_to_cards(void **state)
{
	static const struct {
		const char *route, *route6, *expected;
	} tables[] = {
		{ROUTE_HEAD
			"eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
			"", "05:00.0 network\n05:00.0 default\nothers=0\n"},
		{ROUTE_HEAD
			"eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n",
			"", "05:00.0 network\nothers=0\n"},
		/* Through a bridge and a bond. */
		{ROUTE_HEAD
			"br0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
			"", "05:00.0 network\n05:00.0 default\nothers=0\n"},
		{"",
			"00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
			"fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth1\n",
			"06:00.0 network\n06:00.0 default\nothers=0\n"},
		/* Link-local and multicast: of every card; lo is none. So nobody knows which. */
		{"",
			"fe800000000000000000000000000000 40 00000000000000000000000000000000 00 "
			"00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth1\n"
			"ff000000000000000000000000000000 08 00000000000000000000000000000000 00 "
			"00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth1\n",
			"05:00.0 network\n06:00.0 network\nothers=0\n"},
		{"../eth0 00000000 0 0003 0 0 100 00000000\ngarbage\n\n", "",
			"05:00.0 network\n06:00.0 network\nothers=0\n"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);

		machine_make(&tree, "ip=dhcp");
		tree_file(&tree, "proc/net/route", tables[i].route);
		tree_file(&tree, "proc/net/ipv6_route", tables[i].route6);
		assert_string_equal(
			facts(&tree, "ip=dhcp", &fixture), tables[i].expected);
	}
}

static void without_a_network_root_no_card_has_it(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	machine_make(&tree, "quiet");
	assert_string_equal(facts(&tree, "quiet", &fixture), "others=0\n");
}

/* An IBM keyboard's keys as sysfs shows them, and those of a power button and of a mouse. */
#define KEYS "402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe\n"
#define BUTTON "10000000000000 0\n"

static void keyboards_are_counted_where_they_are(void **state)
{
	FIXTURE(fixture);
	TREE(tree);
	static const struct {
		const char *name, *place, *keys;
	} inputs[] = {{"input0", "LNXSYSTM:00/LNXPWRBN:00/input/input0", BUTTON},
		{"input1", "platform/i8042/serio0/input/input1", KEYS},
		{"input2",
			"pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/0003:1.1/input/input2",
			KEYS},
		{"input3", "virtual/input/input3", KEYS},
		{"input4",
			"pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/0003:1.2/input/input4",
			"70000 0 0 0 0\n"},
		{"input6", "platform/remote/input/input6", "3007a\n"},
		/* What a 32-bit program sees: the same in words of half the length. */
		{"input5", "platform/x/input/input5", "fffffffe ffffffff fffffffe\n"}};

	(void)state;
	machine_make(&tree, "");
	for (size_t i = 0; i < COUNT_OF(inputs); i++) {
		char path[200], target[200];

		snprintf(path, sizeof(path), "sys/class/input/%s", inputs[i].name);
		snprintf(target, sizeof(target), "../../devices/%s", inputs[i].place);
		tree_link(&tree, path, target);
		snprintf(path, sizeof(path), "sys/devices/%s/capabilities/key",
			inputs[i].place);
		tree_file(&tree, path, inputs[i].keys);
	}
	assert_string_equal(
		facts(&tree, "", &fixture), "00:14.0 keyboards=1\nothers=2\n");
}

/* Before usbhid is there: by what the interface says of itself. */
static void usb_says_what_a_keyboard_is(void **state)
{
	FIXTURE(fixture);
	TREE(tree);
	static const char *const interfaces[][4] = {{"1-1:1.0", "03", "01", "01"},
		{"1-2:1.0", "03", "01", "02"}, {"1-3:1.0", "08", "06", "50"}};
	static const char *const names[] = {
		"bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol"};

	(void)state;
	machine_make(&tree, "");
	for (size_t i = 0; i < COUNT_OF(interfaces); i++) {
		char place[100], path[200];

		snprintf(place, sizeof(place), "devices/pci0000:00/0000:00:14.0/usb1/%s",
			interfaces[i][0]);
		for (size_t j = 0; j < COUNT_OF(names); j++) {
			snprintf(path, sizeof(path), "sys/%s/%s", place, names[j]);
			tree_file(&tree, path, interfaces[i][j + 1]);
		}
		snprintf(path, sizeof(path), "sys/bus/usb/devices/%s", interfaces[i][0]);
		{
			char target[200];

			snprintf(target, sizeof(target), "../../../%s", place);
			tree_link(&tree, path, target);
		}
	}
	assert_string_equal(
		facts(&tree, "", &fixture), "00:14.0 keyboards=1\nothers=0\n");
}

/* Adds a USB device with one interface of each protocol, and the keyboard that the kernel made of it. */
static void usb_make(const struct tree *tree, unsigned int number, const char *product,
	const char *const *protocols)
{
	char place[200], path[300], target[300];

	for (unsigned int i = 0; protocols[i]; i++) {
		const char *const values[][2] = {{"bInterfaceClass", "03"},
			{"bInterfaceSubClass", "01"},
			{"bInterfaceProtocol", protocols[i]}};

		snprintf(place, sizeof(place),
			"devices/pci0000:00/0000:00:14.0/usb1/1-%u/1-%u:1.%u", number,
			number, i);
		for (size_t j = 0; j < COUNT_OF(values); j++) {
			snprintf(path, sizeof(path), "sys/%s/%s", place, values[j][0]);
			tree_file(tree, path, values[j][1]);
		}
		snprintf(path, sizeof(path), "sys/bus/usb/devices/1-%u:1.%u", number, i);
		snprintf(target, sizeof(target), "../../../%s", place);
		tree_link(tree, path, target);
	}
	snprintf(path, sizeof(path), "sys/bus/usb/devices/1-%u/product", number);
	tree_file(tree, path, product);
}

static void what_says_that_it_is_a_keyboard_may_be_none(void **state)
{
	static const char *const both[] = {"01", "02", NULL};
	static const char *const one[] = {"01", NULL};
	static const struct {
		const char *product;
		const char *const *protocols;
		unsigned int count, unsure;
	} rows[] = {{"USB Keyboard\n", both + 2, 0, 0}, {"USB Keyboard\n", one, 1, 0},
		{"Gaming Mouse\n", both, 1, 1},
		{"Virtual Keyboard and Mouse\n", both, 1, 1},
		{"Virtual Keyboard\n", one, 1, 1}, {"YubiKey OTP+FIDO+CCID\n", one, 0, 0},
		{"Security Key by X\n", both, 0, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct vpb_device *usb;

		machine_make(&tree, "");
		/* Another device's mouse is another device's. */
		usb_make(&tree, 11, "Mouse\n", both + 1);
		usb_make(&tree, 1, rows[i].product, rows[i].protocols);
		disk_tree_judge(&tree, "bind 00:14.0", &fixture);
		usb = &fixture.snapshot.devices[0];
		if (usb->keyboard_count != rows[i].count ||
			usb->unsure_keyboard_count != rows[i].unsure)
			fail_msg("%s: %u, %u of them unsure", rows[i].product,
				usb->keyboard_count, usb->unsure_keyboard_count);
	}
}

static void a_console_is_found_where_it_is(void **state)
{
	static const struct {
		const char *active, *expected;
	} rows[] = {{"tty0\n", NULL}, {"tty0 ttyS4\n", "ttyS4"}, {"ttyS0 tty0\n", NULL},
		{"", NULL}, {"../ttyS4\n", NULL}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct vpb_device *port;

		machine_make(&tree, "");
		tree_device(&tree, "0000:00:16.3", "8086:a13d:070002");
		tree_link(&tree, "sys/class/tty/ttyS4",
			"../../devices/pci0000:00/0000:00:16.3/tty/ttyS4");
		tree_link(&tree, "sys/class/tty/ttyS0",
			"../../devices/platform/serial8250/tty/ttyS0");
		tree_file(&tree, "sys/class/tty/console/active", rows[i].active);
		disk_tree_judge(&tree, "bind 00:16.3", &fixture);
		port = &fixture.snapshot.devices[1];
		if (!port->console.reason != !rows[i].expected)
			fail_msg("%s", rows[i].active);
		if (rows[i].expected)
			assert_non_null(strstr(port->console.reason, rows[i].expected));
	}
}

/* A laptop's port: its controller works below the host interface, and so does a dock's own. */
static void a_keyboard_behind_a_tunnel_goes_with_it(void **state)
{
	static const struct {
		const char *place, *config, *expected;
	} rows[] = {{"pci0000:00/0000:00:0d.0/usb1/1-1/input/input1", "bind 00:0d.2",
			    "00:0d.2"},
		{"pci0000:00/0000:00:07.0/0000:20:00.0/usb1/1-1/input/input1",
			"bind 00:0d.2", "00:0d.2"},
		{"pci0000:00/0000:00:14.0/usb1/1-1/input/input1", "bind 00:0d.2",
			"00:14.0"},
		/* What is not asked for stays, and with it all that is below it. */
		{"pci0000:00/0000:00:0d.0/usb1/1-1/input/input1", "bind 00:14.0",
			"00:0d.0"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char path[200], expected[100];

		machine_make(&tree, "");
		tree_device(&tree, "0000:00:07.0", "8086:9a23:060400");
		tree_device(&tree, "0000:00:0d.0", "8086:9a13:0c0330");
		tree_device(&tree, "0000:00:0d.2", "8086:9a1b:0c0340");
		tree_device(&tree, "0000:20:00.0", "8086:15ec:0c0330");
		tree_device_link(&tree, "0000:00:0d.2", "consumer:pci:0000:00:07.0", "x");
		tree_device_link(&tree, "0000:00:0d.2", "consumer:pci:0000:00:0d.0", "x");
		snprintf(path, sizeof(path), "../../devices/%s", rows[i].place);
		tree_link(&tree, "sys/class/input/input1", path);
		snprintf(path, sizeof(path), "sys/devices/%s/capabilities/key",
			rows[i].place);
		tree_file(&tree, path, KEYS);
		disk_tree_judge(&tree, rows[i].config, &fixture);
		snprintf(expected, sizeof(expected), "0000:%s", rows[i].expected);
		for (size_t j = 0; j < fixture.snapshot.device_count; j++) {
			const struct vpb_device *device = &fixture.snapshot.devices[j];
			char address[VPB_ADDRESS_BYTES];

			vpb_address_format(device->address, address);
			if (device->keyboard_count != (strcmp(address, expected) == 0))
				fail_msg("%zu: %s has %u", i, address,
					device->keyboard_count);
		}
	}
}

static void crypttab_says_who_wants_a_token(void **state)
{
	static const struct {
		const char *crypttab;
		unsigned int line; /* 0: none */
	} rows[] = {{"v UUID=1 - fido2-device=auto\n", 1},
		{"# x\nv UUID=1 none luks,pkcs11-uri=auto,nofail\n", 2},
		{"v UUID=1 - tpm2-device=auto\n", 0},
		{"v UUID=1 - x-fido2-device=a\n", 0},
		{"#v UUID=1 - fido2-device=auto\n", 0}, {"v UUID=1\nfido2-device=\n", 0},
		/* Unlocked already, by the initramfs. */
		{"open UUID=1 - fido2-device=auto\n", 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char expected[100] = "others=0\n";

		machine_make(&tree, "");
		disk_tree(&tree, "over dm-0 - dm=open dmuuid=CRYPT-1");
		tree_file(&tree, "etc/crypttab", rows[i].crypttab);
		if (rows[i].line)
			snprintf(expected, sizeof(expected),
				"/etc/crypttab:%u unlocks v with it\nothers=0\n",
				rows[i].line);
		assert_string_equal(facts(&tree, "", &fixture), expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(routes_lead_to_cards),
		cmocka_unit_test(without_a_network_root_no_card_has_it),
		cmocka_unit_test(keyboards_are_counted_where_they_are),
		cmocka_unit_test(a_keyboard_behind_a_tunnel_goes_with_it),
		cmocka_unit_test(crypttab_says_who_wants_a_token),
		cmocka_unit_test(usb_says_what_a_keyboard_is),
		cmocka_unit_test(what_says_that_it_is_a_keyboard_may_be_none),
		cmocka_unit_test(a_console_is_found_where_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
