/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The network that an initramfs brings up for itself, told by its files. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/boot_network.h"
#include "../../helper/core/boot_network.h"
#include "../../helper/core/script_calls.h"
#include "tree.h"

/* What is in the stock images of Debian 12, 13 and sid, of dracut and of mkinitcpio. */
static void image_make(const struct tree *tree)
{
	tree_file(tree, "usr/lib/initrd-release", "");
	tree_file(tree, "conf/initramfs.conf",
		"#\n# BOOT: [ local | nfs ]\nMODULES=most\nBUSYBOX=auto\nBOOT=local\n"
		"DEVICE=\nNFSROOT=auto\nRUNSIZE=10%\nFSTYPE=auto\n");
	tree_file(tree, "conf/arch.conf", "DPKG_ARCH=amd64\n");
	tree_file(tree, "config",
		"MODULES=\"\"\nHOOKS=\"udev block\"\nEARLYHOOKS=\"vfio-prebind udev\"\n");
	tree_file(tree, "usr/bin/ipconfig", "");
	tree_file(tree, "usr/bin/nfsmount", "");
	tree_file(tree, "scripts/nfs", "configure_networking\n");
	tree_file(tree, "scripts/functions", "configure_networking()\n");
	tree_file(tree, "scripts/local-top/iscsi", "configure_networking\n");
	tree_file(tree, "scripts/init-top/udev", "udevadm settle\n");
	tree_file(tree, "usr/lib/systemd/network/80-vm-vt.network", "[Match]\n");
	tree_file(tree, "usr/lib/systemd/network/99-default.link", "");
	tree_file(
		tree, "etc/cmdline.d/20-force_drivers.conf", "rd.driver.pre=vfio-pci\n");
}

static void host_make(const struct tree *tree)
{
	tree_file(tree, "etc/initramfs-tools/initramfs.conf", "BOOT=local\nDEVICE=\n");
	tree_file(tree, "etc/mkinitcpio.conf",
		"# HOOKS=(base udev net)\nHOOKS=(base udev autodetect\n"
		"\tblock # net\n\tfilesystems)\n");
	tree_file(tree, "etc/dracut.conf.d/10.conf",
		"hostonly=\"yes\"\nomit_dracutmodules+=\" network \"\n");
	tree_file(tree, "etc/systemd/network/10.network", "[Match]\n");
	tree_file(tree, "usr/sbin/sshd", "");
	tree_file(
		tree, "usr/share/initramfs-tools/scripts/nfs", "configure_networking\n");
	tree_file(tree, "usr/share/initramfs-tools/scripts/local-top/iscsi",
		"configure_networking\n");
}

static void assert_why(const struct tree *tree, const char *why)
{
	VPB_CLEANUP(vpb_freep) char *found = NULL;

	assert_int_equal(vpb_boot_network_read(&tree->root, false, &found), 0);
	if (!why || !found) {
		if (why || found)
			fail_msg("'%s', not '%s'", found ? found : "", why ? why : "");
		return;
	}
	assert_string_equal(found, why);
}

static void what_is_in_every_image_is_none(void **state)
{
	TREE(image);
	TREE(host);
	TREE(nothing);

	(void)state;
	image_make(&image);
	assert_why(&image, NULL);
	host_make(&host);
	assert_why(&host, NULL);
	assert_why(&nothing, NULL);
}

static void an_image_says_it_in_its_files(void **state)
{
	static const struct {
		const char *path, *text, *why;
	} rows[] = {{"conf/initramfs.conf", "BOOT=nfs\n",
			    "'BOOT=nfs' in /conf/initramfs.conf"},
		{"conf/initramfs.conf", "IP=\"dhcp\"\n",
			"'IP=dhcp' in /conf/initramfs.conf"},
		{"conf/conf.d/net",
			"export IP=192.0.2.2::192.0.2.1:255.255.255.0::eth0:off",
			"'IP=192.0.2.2::192.0.2.1:255.255.255.0::eth0:off' in /conf/conf.d/net"},
		{"conf/conf.d/net", "DEVICE='eth0'\n",
			"'DEVICE=eth0' in /conf/conf.d/net"},
		{"conf/conf.d/net", "IP=off\n", NULL},
		{"conf/conf.d/net", "IP=none\n", NULL},
		{"conf/conf.d/net", "IP=dhcp\nIP=\n", NULL},
		{"conf/conf.d/net", "# IP=dhcp\n", NULL},
		{"config", "HOOKS=\"udev net encrypt\"\n", "'HOOKS=net' in /config"},
		{"config", "HOOKS='udev netconf dropbear encryptssh'\n",
			"'HOOKS=netconf' in /config"},
		{"config", "HOOKS=\"udev keyboard\"\n", NULL},
		{"etc/cmdline.d/95nfs.conf", "root=nfs:nas:/srv\n",
			"'root=nfs:nas:/srv' in /etc/cmdline.d/95nfs.conf"},
		{"etc/cmdline.d/99-default.conf",
			"rd.luks.uuid=1\n rd.neednet=1 ip=dhcp\n",
			"'rd.neednet=1' in /etc/cmdline.d/99-default.conf"},
		{"etc/cmdline.d/off", "ip=dhcp\n", NULL},
		{"etc/cmdline.d/n.conf", "rd.neednet=0\n", NULL},
		{"etc/systemd/network/10-eth.network", "",
			"/etc/systemd/network/10-eth.network is there"},
		{"usr/lib/systemd/network/10-eth.network", "",
			"/usr/lib/systemd/network/10-eth.network is there"},
		{"etc/systemd/network/10-eth.link", "", NULL},
		{"etc/NetworkManager/system-connections/x.nmconnection", "",
			"/etc/NetworkManager/system-connections/x.nmconnection is there"},
		{"etc/sysconfig/network-scripts/ifcfg-eth0", "",
			"/etc/sysconfig/network-scripts/ifcfg-eth0 is there"},
		{"run/credentials/@system/network.network.10-eth", "",
			"/run/credentials/@system/network.network.10-eth is there"},
		{"etc/credstore/network.netdev.10-bond", "",
			"/etc/credstore/network.netdev.10-bond is there"},
		{"etc/credstore/vfio-prebind.conf", "", NULL},
		{"etc/iscsi.initramfs", "", "/etc/iscsi.initramfs is there"},
		{"usr/sbin/dropbear", "", "/usr/sbin/dropbear is there"},
		{"usr/sbin/tinysshd", "", "/usr/sbin/tinysshd is there"},
		{"usr/bin/clevis-decrypt-tang", "",
			"/usr/bin/clevis-decrypt-tang is there"},
		{"usr/bin/clevis-decrypt-tpm2", "", NULL},
		{"scripts/init-premount/mine",
			". /scripts/functions\nconfigure_networking\n",
			"/scripts/init-premount/mine calls configure_networking"},
		{"scripts/local-top/mine", "ip link set eth0 up\n",
			"/scripts/local-top/mine calls ip link"},
		{"scripts/init-bottom/mine", "# ipconfig\necho ipconfig eth0\n", NULL},
		{"hooks/mine", "run_hook() {\n\tudhcpc -i eth0\n}\n",
			"/hooks/mine calls udhcpc"},
		{"hooks/udev", "run_hook() {\n\tudevadm trigger\n}\n", NULL},
		{"var/lib/dracut/hooks/pre-mount/50-mine.sh", "dhclient eth0\n",
			"/var/lib/dracut/hooks/pre-mount/50-mine.sh calls dhclient"},
		{"usr/lib/dracut/hooks/initqueue/settled/50-mine.sh", "dhclient eth0\n",
			"/usr/lib/dracut/hooks/initqueue/settled/50-mine.sh calls dhclient"},
		{"lib/dracut/hooks/pre-udev/60-net-genrules.sh", "ip link set eth0 up\n",
			NULL},
		{"lib/dracut/hooks/cmdline/99-nm-config.sh",
			"/usr/lib/nm-initrd-generator\n", NULL},
		{"usr/local/lib/systemd/network/a.network", "",
			"/usr/local/lib/systemd/network/a.network is there"},
		{"usr/lib/systemd/network/80-wired.network", "",
			"/usr/lib/systemd/network/80-wired.network is there"},
		{"usr/lib/systemd/network/80-container-host0.network", "", NULL},
		{"bin/dropbear", "", "/bin/dropbear is there"},
		{"sbin/tinysshd", "", "/sbin/tinysshd is there"},
		{"etc/wpa_supplicant/wpa_supplicant-wlan0.conf", "",
			"/etc/wpa_supplicant/wpa_supplicant-wlan0.conf is there"},
		{"var/lib/iwd/home.psk", "", "/var/lib/iwd/home.psk is there"},
		{"etc/network/interfaces",
			"auto lo\niface lo inet loopback\n  iface eth0 inet dhcp\n",
			"'iface eth0' in /etc/network/interfaces"},
		{"etc/network/interfaces", "auto lo\niface lo inet loopback\n", NULL},
		{"run/NetworkManager/system-connections/x.nmconnection", "",
			"/run/NetworkManager/system-connections/x.nmconnection is there"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		TREE(tree);

		image_make(&tree);
		tree_file(&tree, rows[i].path, rows[i].text);
		assert_why(&tree, rows[i].why);
	}
}

/* A command where one can stand, and nothing else that has its name. */
static void a_script_says_it_by_its_commands(void **state)
{
	static const struct {
		const char *text, *call;
	} rows[] = {{"ipconfig -t 60 eth0\n", "ipconfig"},
		{"\t/sbin/dhclient &\n", "dhclient"},
		{"if ! /bin/busybox udhcpc -n; then", "udhcpc"},
		{"a=1 b=\"c d\" ifup eth0", "ifup"},
		{"[ -x /sbin/ifup ] && ifup -a", "ifup"},
		{"x=$(ipconfig eth0)\n", "ipconfig"},
		{"echo \"$(ipconfig eth0)\"\n", "ipconfig"}, {"x=`dhcpcd`", "dhcpcd"},
		{"echo \"it's $(date) now\"\ndhcpcd\n", "dhcpcd"},
		{"for i in a; do ip addr add 192.0.2.2/24 dev $i; done", "ip address"},
		{"ip -4 a replace 192.0.2.2 dev eth0", "ip address"},
		{"ip link set dev ${DEVICE} up", "ip link"},
		{"ip l set \\\n eth0 up", "ip link"},
		{"ifconfig eth0 192.0.2.2", "ifconfig"},
		{"wpa_supplicant -B", "wpa_supplicant"},
		{"systemctl start systemd-networkd.service", "systemctl"},
		{"copy_exec /usr/sbin/wpa_supplicant /sbin\n", "wpa_supplicant"},
		{"foo() { exec /usr/sbin/dropbear -R; }", "dropbear"},
		{"case $1 in\nup) ifup eth0;;\nesac", "ifup"},
		/* None. */
		{"", NULL}, {"# ipconfig\n", NULL}, {"true # ipconfig\n", NULL},
		{"echo ipconfig; PREREQ=\"udev dhclient\"\n", NULL},
		{"echo 'run: \nipconfig eth0'\n", NULL},
		{"[ -x /sbin/dhclient ] || exit", NULL},
		{"command -v ipconfig >/dev/null", NULL}, {"type dhcpcd", NULL},
		{"ip link show", NULL}, {"ip link set eth0 down", NULL},
		{"ip route get 192.0.2.1", NULL}, {"ip addr flush dev eth0", NULL},
		{"ifconfig", NULL}, {"ifconfig eth0", NULL},
		{"for i in ipconfig dhclient; do rm $i; done", NULL},
		{"rm -f /bin/ipconfig", NULL}, {"echo \"$(date)\" ipconfig", NULL},
		{"echo \"a \\\" b\" ipconfig", NULL}, {"copy_exec /sbin/lvm", NULL},
		{"systemctl start lvm2", NULL}, {"\"", NULL}, {"$(`(", NULL},
		{")))", NULL}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		VPB_CLEANUP(vpb_freep) char *call = vpb_script_network_call(rows[i].text);

		if (!call != !rows[i].call || (call && strcmp(call, rows[i].call) != 0))
			fail_msg("%s: %s", rows[i].text, call ? call : "none");
	}
}

static void a_host_says_it_in_what_images_are_made_from(void **state)
{
	static const struct {
		const char *path, *text, *why;
	} rows[] = {{"etc/initramfs-tools/scripts/local-top/mine", "ipconfig eth0\n",
			    "/etc/initramfs-tools/scripts/local-top/mine calls ipconfig"},
		{"etc/initramfs-tools/hooks/mine", "copy_exec /usr/sbin/tinysshd\n",
			"/etc/initramfs-tools/hooks/mine calls tinysshd"},
		{"etc/dracut.conf.d/20.conf",
			"install_items+=\" /etc/systemd/network/1.network \"\n",
			"'install_items=/etc/systemd/network/1.network' in /etc/dracut.conf.d/20.conf"},
		{"etc/mkinitcpio.conf.d/net.conf", "BINARIES=(wpa_supplicant)\n",
			"'BINARIES=wpa_supplicant' in /etc/mkinitcpio.conf.d/net.conf"},
		{"etc/mkinitcpio.conf.d/net.conf", "HOOKS=(base mine)\n", NULL},
		{"etc/initramfs-tools/conf.d/net", "IP=:::::eth0:dhcp\n",
			"'IP=:::::eth0:dhcp' in /etc/initramfs-tools/conf.d/net"},
		{"etc/dracut.conf.d/20.conf",
			"kernel_cmdline+=\" ip=dhcp rd.neednet=1 \"\n",
			"'ip=dhcp' in /etc/dracut.conf.d/20.conf"},
		{"etc/dracut.conf.d/20.conf", "add_dracutmodules+=\" crypt-ssh \"\n",
			"'add_dracutmodules=crypt-ssh' in /etc/dracut.conf.d/20.conf"},
		{"etc/dracut.conf.d/20.conf", "add_dracutmodules+=\" bash network \"\n",
			"'add_dracutmodules=network' in /etc/dracut.conf.d/20.conf"},
		{"etc/dracut.conf.d/20.conf", "add_dracutmodules+=\" lvm \"\n", NULL},
		{"etc/dracut.conf.d/20", "kernel_cmdline+=\" ip=dhcp \"\n", NULL},
		{"etc/mkinitcpio.conf.d/net.conf", "HOOKS=(base udev net\n block)\n",
			"'HOOKS=net' in /etc/mkinitcpio.conf.d/net.conf"},
		{"etc/mkinitcpio.conf.d/net.conf", "HOOKS=(base systemd sd-network)\n",
			"'HOOKS=sd-network' in /etc/mkinitcpio.conf.d/net.conf"},
		{"etc/dropbear/initramfs/authorized_keys", "",
			"/etc/dropbear/initramfs/authorized_keys is there"},
		{"etc/iscsi/iscsi.initramfs", "", "/etc/iscsi/iscsi.initramfs is there"},
		{"usr/share/initramfs-tools/scripts/init-premount/dropbear",
			"configure_networking &\n",
			"/usr/share/initramfs-tools/scripts/init-premount/dropbear calls "
			"configure_networking"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		TREE(tree);

		host_make(&tree);
		tree_file(&tree, rows[i].path, rows[i].text);
		assert_why(&tree, rows[i].why);
	}
}

/* A hook of somebody's own, which the configuration names. */
static void a_hook_of_a_host_says_it_where_it_is_named(void **state)
{
	static const char *const folders[] = {
		"etc/initcpio/hooks/mine", "usr/lib/initcpio/hooks/mine"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		TREE(tree);
		char why[100];

		host_make(&tree);
		tree_file(&tree, folders[i], "run_hook() { dhcpcd eth0; }\n");
		assert_why(&tree, NULL);
		tree_file(&tree, "etc/mkinitcpio.conf.d/x.conf", "HOOKS=(base mine)\n");
		snprintf(why, sizeof(why), "/%s calls dhcpcd", folders[i]);
		assert_why(&tree, why);
	}
}

/* A bare tree is what the program that reads it is made for. */
static void a_tree_says_what_it_is(void **state)
{
	static const struct {
		const char *mark;
		bool is_image[2]; /* for the other programs, and the boot program */
	} rows[] = {{"etc/hostname", {false, true}}, {"etc/initrd-release", {true, true}},
		{"init_functions", {true, true}}, {"var/lib/dpkg/status", {false, false}},
		{"usr/share/initramfs-tools/init", {false, false}}};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(rows); i++) {
		VPB_CLEANUP(vpb_freep) char *found = NULL;
		TREE(tree);

		tree_file(&tree, rows[i / 2].mark, "");
		tree_file(&tree, "etc/cmdline.d/net.conf", "ip=dhcp\n");
		assert_int_equal(vpb_boot_network_read(&tree.root, i % 2, &found), 0);
		if (!found == rows[i / 2].is_image[i % 2])
			fail_msg("%s %zu", rows[i / 2].mark, i % 2);
	}
}

/* Other files of theirs, and what a shell would make of it. */
static void settings_are_read_as_a_shell_does(void **state)
{
	static const struct {
		const char *text, *value;
	} rows[] = {{"HOOKS=a", " a"}, {"HOOKS=\"a b\" OTHER=c", " a b"},
		{"HOOKS=(a 'b c'\n# d\n e) ", " a b c   e"}, {"HOOKS=a;HOOKS+=b", " a b"},
		{"HOOKS=a\nHOOKS=b", " b"}, {"HOOKS =a", NULL}, {"XHOOKS=a", NULL},
		{"HOOKS=a\"b\"c", " abc"}, {"HOOKS=(a", " a"}, {"HOOKS='a", " a"},
		{"HOOKS=", " "}, {"", NULL}, {"=\n==\nHOOKS", NULL}, {"HOOKS=(#", " "}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct vpb_setting setting = {.name = "HOOKS"};

		assert_int_equal(vpb_settings_parse(&setting, 1, "f", rows[i].text), 0);
		if (!rows[i].value)
			assert_null(setting.value.data);
		else
			assert_string_equal(setting.value.data, rows[i].value);
		vpb_settings_done(&setting, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_in_every_image_is_none),
		cmocka_unit_test(an_image_says_it_in_its_files),
		cmocka_unit_test(a_script_says_it_by_its_commands),
		cmocka_unit_test(a_host_says_it_in_what_images_are_made_from),
		cmocka_unit_test(a_hook_of_a_host_says_it_where_it_is_named),
		cmocka_unit_test(a_tree_says_what_it_is),
		cmocka_unit_test(settings_are_read_as_a_shell_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
