/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The network that an initramfs brings up for itself, told by its files. */

#include <stdlib.h>

#include "../../helper/sys/boot_network.h"
#include "../../helper/core/boot_network.h"
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
			"/scripts/init-premount/mine calls configure_networking"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		TREE(tree);

		image_make(&tree);
		tree_file(&tree, rows[i].path, rows[i].text);
		assert_why(&tree, rows[i].why);
	}
}

static void a_host_says_it_in_what_images_are_made_from(void **state)
{
	static const struct {
		const char *path, *text, *why;
	} rows[] = {{"etc/initramfs-tools/conf.d/net", "IP=:::::eth0:dhcp\n",
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
		cmocka_unit_test(a_host_says_it_in_what_images_are_made_from),
		cmocka_unit_test(a_tree_says_what_it_is),
		cmocka_unit_test(settings_are_read_as_a_shell_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
