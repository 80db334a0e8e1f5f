/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "../../helper/core/guard.h"
#include <string.h>

#include "fixture.h"

#define SOURCE "kernel command line"

static void a_key_holds_rules(void **state)
{
	FIXTURE(fixture);
	const struct vpb_rule *rules;

	(void)state;
	fixture_cmdline(&fixture,
		"BOOT_IMAGE=/vmlinuz ro quiet "
		"vfio_prebind.bind=01:00.0=10de:2820,10de:22bd+all+allow="
		"twin+companions=none vfio_prebind.skip=02:00.0\n");
	assert_string_equal(fixture_show_problems(&fixture), "");
	assert_int_equal(fixture.request.rule_count, 3);
	rules = fixture.request.rules;
	assert_string_equal(rules[0].word, "01:00.0=10de:2820");
	assert_string_equal(rules[0].origin.source, SOURCE);
	assert_int_equal(rules[0].origin.line, 1);
	assert_int_equal(rules[0].origin.column, 48);
	assert_string_equal(rules[1].word, "10de:22bd");
	assert_int_equal(rules[1].origin.column, 66);
	assert_true(rules[1].all && rules[1].no_companions);
	assert_int_equal(rules[1].allow, vpb_guard_bit(vpb_guard_find("twin")));
	assert_int_equal(rules[2].verb, VPB_VERB_SKIP);
	assert_string_equal(rules[2].word, "02:00.0");
}

static void dash_and_underscore_are_the_same(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_cmdline(&fixture, "vfio-prebind.bind=01:00.0 vfio_prebind.bind=02:00.0 "
				  "vfio vfio_ vfio-pci=0");
	assert_string_equal(fixture_show_problems(&fixture), "");
	assert_int_equal(fixture.request.rule_count, 2);
}

static void the_kernels_quotes_go(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_cmdline(&fixture, "vfio_prebind.bind=\"01:00.0\" "
				  "\"vfio_prebind.bind=02:00.0\" "
				  "dyndbg=\"file x +p ; vfio_prebind.bind=03:00.0\" "
				  "vfio_prebind.bind=04:00.0");
	assert_string_equal(fixture_show_problems(&fixture), "");
	assert_int_equal(fixture.request.rule_count, 3);
	assert_string_equal(fixture.request.rules[0].word, "01:00.0");
	assert_string_equal(fixture.request.rules[1].word, "02:00.0");
	assert_string_equal(fixture.request.rules[2].word, "04:00.0");
}

/* One test with every odd quote: nothing is written after the end (sanitizers see that). */
static void odd_quotes_do_no_harm(void **state)
{
	static const char *const lines[] = {"\"", "\"\"", "a=\"", "a=\"\"", "\"a=\"b\"",
		"=\"", "=", "vfio_prebind.bind=\"", "vfio_prebind.bind=\"\"",
		"\"vfio_prebind.bind=", "vfio_prebind.", "vfio_prebind.=", " \t\n", ""};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		FIXTURE(fixture);

		fixture_cmdline(&fixture, lines[i]);
		assert_int_equal(fixture.request.rule_count, 0);
	}
}

static void what_follows_two_dashes_is_inits(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_cmdline(&fixture,
		"vfio_prebind.bind=01:00.0 -- vfio_prebind.bind=02:00.0 "
		"3 vfio_prebind.enable=0");
	assert_int_equal(fixture.request.rule_count, 1);
	assert_null(fixture.request.rescue);
	assert_false(fixture.request.disabled);
	assert_string_equal(fixture.request.mistaken, "vfio_prebind.bind=02:00.0");
}

static void switches_are_the_kernels_bools(void **state)
{
	static const struct {
		const char *value;
		bool disabled;
	} cases[] = {{"0", true}, {"n", true}, {"N", true}, {"no", true}, {"off", true},
		{"OFF", true}, {"1", false}, {"y", false}, {"yes", false}, {"on", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);
		char line[64];

		snprintf(line, sizeof(line), "vfio-prebind.enable=%s", cases[i].value);
		fixture_cmdline(&fixture, line);
		assert_string_equal(fixture_show_problems(&fixture), "");
		if (fixture.request.disabled != cases[i].disabled)
			fail_msg("enable=%s was read as its opposite", cases[i].value);
	}
}

static void the_last_switch_counts(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_cmdline(&fixture, "vfio_prebind.enable=0 vfio_prebind.debug=1");
	assert_true(fixture.request.disabled);
	assert_true(fixture.request.debug);
	fixture_cmdline(&fixture, "vfio_prebind.enable=1 vfio_prebind.debug=0");
	assert_false(fixture.request.disabled);
	assert_false(fixture.request.debug);
}

static void vfio_pcis_own_key_is_honoured(void **state)
{
	FIXTURE(fixture);
	const struct vpb_rule *rules;

	(void)state;
	fixture_cmdline(&fixture,
		"vfio-pci.ids=1:2 vfio_pci.ids=10de:2820,,10de:22bd "
		"vfio_pci.disable_vga=1 vfio-pci.idsx=1:2 vfio-pci.ids");
	assert_string_equal(fixture_show_problems(&fixture),
		SOURCE ":1:75: 'vfio-pci.idsx'\n" SOURCE ":1:93: 'vfio-pci.ids'\n");
	/* The kernel takes the last of several. */
	assert_int_equal(fixture.request.rule_count, 2);
	rules = fixture.request.rules;
	assert_string_equal(rules[0].word, "10de:2820");
	assert_string_equal(rules[1].word, "10de:22bd");
	assert_int_equal(rules[1].origin.column, 42);
	assert_true(rules[0].from_vfio_ids && rules[1].from_vfio_ids);
	assert_true(vpb_request_is_active(&fixture.request));

	fixture_cmdline(&fixture, "vfio_prebind.bind=01:00.0 vfio-pci.ids=xyz,3:4 "
				  "vfio_prebind.bind=02:00.0");
	assert_non_null(
		strstr(fixture_show_problems(&fixture), "\n" SOURCE ":1:40: 'xyz'\n"));
	assert_int_equal(fixture.request.rule_count, 3);
	assert_string_equal(fixture.request.rules[0].word, "01:00.0");
	assert_string_equal(fixture.request.rules[1].word, "3:4");
	assert_string_equal(fixture.request.rules[2].word, "02:00.0");
	fixture_cmdline(&fixture, "vfio-pci.ids=");
	assert_int_equal(fixture.request.rule_count, 2);
}

static void what_makes_no_sense_is_named_at_its_place(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_cmdline(&fixture, "vfio_prebind.bind=01:00.0,01:00,02:00.0+al,03:00.0");
	assert_string_equal(fixture_show_problems(&fixture),
		SOURCE ":1:27: '01:00'\n" SOURCE ":1:41: 'al'\n");
	assert_int_equal(fixture.request.rule_count, 2);
}

static void an_unknown_key_is_named_at_its_place(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_cmdline(&fixture, "ro vfio_prebind.bnid=01:00.0 vfio_prebind.bind "
				  "vfio_prebind.skip= vfio_prebind.enable "
				  "vfio_prebind.enable=maybe");
	assert_string_equal(fixture_show_problems(&fixture), //
		SOURCE ":1:17: 'bnid'\n" SOURCE ":1:43: 'bind'\n" SOURCE
		       ":1:61: 'skip'\n" SOURCE ":1:80: 'enable'\n" SOURCE
		       ":1:107: 'maybe'\n");
	assert_false(fixture.request.disabled);
}

/* A '+' too many before the selector does not eat its name. */
static void a_rule_keeps_its_selectors_word(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_cmdline(&fixture, "vfio_prebind.bind=+01:00.0++all,+");
	assert_string_equal(fixture_show_problems(&fixture), SOURCE ":1:33: '+'\n");
	assert_int_equal(fixture.request.rule_count, 1);
	assert_string_equal(fixture.request.rules[0].word, "01:00.0");
	assert_true(fixture.request.rules[0].all);
}

static void rescue_words_are_known(void **state)
{
	static const char *const rescue[] = {"single", "s", "S", "1", "rescue",
		"emergency", "systemd.unit=rescue.target",
		"systemd.unit=emergency.target", "rd.systemd.unit=rescue.target",
		"systemd.unit=rescue.service", "systemd.unit=rescue",
		"systemd.unit=runlevel1.target", "recovery", "init=/bin/sh",
		"init=/usr/bin/bash", "init=/bin/tcsh", "init=/bin/bash-static",
		"init=/bin/busybox.static", "rdinit=/bin/bb",
		"init=/usr/lib/systemd/systemd-sulogin-shell", "rescue=1",
		"softlevel=single", "systemd.unit=rescue-ssh.target",
		"systemd.wants=rescue.target", "systemd.break=pre-switch-root",
		"rd.systemd.break", "rdinit=/bin/busybox", "break", "break=premount",
		"-- single", "-- -b", "rdbreak=cmdline", "-S",
		"rd.systemd.unit=emergency.target", "rd.break", "rd.break=pre-mount",
		"-s", "-b", "rd.rescue", "rd.emergency"};
	static const char *const usual[] = {"singles", "2", "root=/dev/single",
		"systemd.unit=graphical.target", "rd.breakfast", "init=rescue",
		"nosingle", "init=/lib/systemd/systemd", "breakage=1",
		"systemd.unit=rescued.target", "init=/sbin/shell", "-- 3"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rescue); i++) {
		FIXTURE(fixture);
		char line[128];

		snprintf(
			line, sizeof(line), "ro vfio_prebind.bind=01:00.0 %s", rescue[i]);
		fixture_cmdline(&fixture, line);
		assert_non_null(fixture.request.rescue);
		assert_string_equal(fixture.request.rescue,
			rescue[i] + (strncmp(rescue[i], "-- ", 3) == 0 ? 3 : 0));
		assert_false(vpb_request_is_active(&fixture.request));
	}
	for (size_t i = 0; i < COUNT_OF(usual); i++) {
		FIXTURE(fixture);

		fixture_cmdline(&fixture, usual[i]);
		if (fixture.request.rescue)
			fail_msg("'%s' was taken for a rescue boot", usual[i]);
	}
}

static void network_roots_are_known(void **state)
{
	static const char *const network[] = {"root=/dev/nfs", "root=nfs:10.0.0.1:/x",
		"root=nfs4:10.0.0.1:/x", "root=nbd:x", "root=iscsi:x", "root=dhcp",
		"root=live:http://x/y", "boot=nfs", "netroot=iscsi:x",
		"nfsroot=10.0.0.1:/x", "nbdroot=10.0.0.1,x", "rd.neednet=1",
		"iscsi_initiator=x", "ip=dhcp", "rd.iscsi.firmware=1",
		"rd.nvmf.hostnqn=x", "fcoe=eth0:nodcb", "root=live:nfs://x/y",
		"root=10.0.0.1:/srv", "root=//server/share", "root=/dev/nbd0",
		"BOOTIF=01-52-54-00-12-34-56", "fetch=http://x/y",
		"archiso_http_srv=http://x/", "url=http://x/y",
		"ip=10.0.0.2::10.0.0.1:255.255.255.0::eth0:off", "rd.neednet",
		"rd.neednet=yes", "root=gluster:x", "root=/dev/rbd0", "rootfstype=nfs",
		"nvmf.hostnqn=x", "vlan=eth0.5:eth0", "bond=bond0", "ifcfg=eth0=dhcp",
		"rd.systemd.pull=raw,machine:x:http://x/y", "bridge=br0:eth0",
		"team=team0:eth0", "netconf=eth0", "root=/dev/drbd0", "rootfstype=afs",
		"rootflags=trans=tcp,port=564", "mount.usr=nas:/usr",
		"mount.usrfstype=nfs4", "systemd.mount-extra=nas:/srv:/srv:nfs4",
		"rd.systemd.mount-extra=//nas/x:/x:cifs", "live-netdev=eth0",
		"systemd.set_credential=network.network.10-eth:W01hdGNoXQ=="};
	static const char *const local[] = {"root=/dev/sda1", "root=UUID=x", "ip=off",
		"ip=none", "boot=local", "rd.neednet=0", "skip=dhcp",
		"root=live:CDLABEL=x", "rootfstype=ext4", "rd.neednet=no", "bonding=1",
		"rd.znet=qeth,0.0.0600", "root=live:/dev/sr0", "root=block:/dev/sda1",
		"systemd.mount-extra=UUID=x:/mnt:ext4", "nameserver=192.0.2.1",
		"systemd.set_credential=vfio-prebind.conf:x", "net.ifnames=0"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(network); i++) {
		FIXTURE(fixture);

		fixture_cmdline(&fixture, network[i]);
		if (!fixture.request.network_root)
			fail_msg("'%s' was not seen as a network root", network[i]);
		assert_string_equal(fixture.request.network_root, network[i]);
	}
	for (size_t i = 0; i < COUNT_OF(local); i++) {
		FIXTURE(fixture);

		fixture_cmdline(&fixture, local[i]);
		if (fixture.request.network_root)
			fail_msg("'%s' was taken for a network root", local[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_holds_rules),
		cmocka_unit_test(dash_and_underscore_are_the_same),
		cmocka_unit_test(the_kernels_quotes_go),
		cmocka_unit_test(odd_quotes_do_no_harm),
		cmocka_unit_test(what_follows_two_dashes_is_inits),
		cmocka_unit_test(switches_are_the_kernels_bools),
		cmocka_unit_test(the_last_switch_counts),
		cmocka_unit_test(vfio_pcis_own_key_is_honoured),
		cmocka_unit_test(what_makes_no_sense_is_named_at_its_place),
		cmocka_unit_test(an_unknown_key_is_named_at_its_place),
		cmocka_unit_test(a_rule_keeps_its_selectors_word),
		cmocka_unit_test(rescue_words_are_known),
		cmocka_unit_test(network_roots_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
