/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot_network_places.h"

#include <stddef.h>

#include "../core/boot_words.h"

/*
 * Where to look. Of folders all files whose name fits `names`. From the sources of the generators and
 * of what comes with them:
 *   initramfs-tools  init, scripts/functions (configure_networking); hooks of dropbear, open-iscsi,
 *                    clevis, mandos. Scripts of others call that function too
 *   dracut           dracut-lib.sh (getcmdline: /etc/cmdline, /etc/cmdline.d), modules
 *                    systemd-networkd, network-manager, ifcfg, connman, network-wicked, nvmf,
 *                    crypt-ssh, sshd, clevis-pin-tang
 *   mkinitcpio       /config; hooks net, netconf, dropbear, tinyssh, sd-network
 *   systemd          systemd-network-generator(8) makes files of credentials
 * A tree of its own hooks has any command in them (core/script_calls.h).
 */
const struct vpb_boot_network_place vpb_boot_network_places[] = {
	{VPB_TREE_IMAGE, VPB_FORM_SETTINGS, "conf/initramfs.conf", NULL},
	{VPB_TREE_IMAGE, VPB_FORM_SETTINGS, "conf/conf.d", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_SETTINGS, "config", NULL},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "etc/initramfs-tools/initramfs.conf", NULL},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "usr/share/initramfs-tools/conf.d", "*"},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "etc/initramfs-tools/conf.d", "*"},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "etc/mkinitcpio.conf", NULL},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "etc/mkinitcpio.conf.d", "*.conf"},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "usr/lib/dracut/dracut.conf.d", "*.conf"},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "etc/dracut.conf", NULL},
	{VPB_TREE_HOST, VPB_FORM_SETTINGS, "etc/dracut.conf.d", "*.conf"},
	{VPB_TREE_IMAGE, VPB_FORM_WORDS, "etc/cmdline", NULL},
	{VPB_TREE_IMAGE, VPB_FORM_WORDS, "etc/cmdline.d", "*.conf"},
	{VPB_TREE_IMAGE, VPB_FORM_WORDS, "usr/lib/cmdline.d", "*.conf"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/systemd/network", "*.network"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "run/systemd/network", "*.network"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/lib/systemd/network", "*.network"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/local/lib/systemd/network",
		"*.network"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/NetworkManager/system-connections",
		"*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "run/NetworkManager/system-connections",
		"*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE,
		"usr/lib/NetworkManager/system-connections", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/sysconfig/network-scripts",
		"ifcfg-*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/sysconfig/network", "ifcfg-*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/wicked/ifconfig", "*.xml"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "var/lib/connman", "*.config"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/credstore", "network.*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/credstore.encrypted", "network.*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/lib/credstore", "network.*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "run/credstore", "network.*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "run/credentials/@system", "network.*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/iscsi.initramfs", NULL},
	{VPB_TREE_HOST, VPB_FORM_FILE_IS_THERE, "etc/iscsi/iscsi.initramfs", NULL},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/nvme/config.json", NULL},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/sbin", "*dropbear"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/bin", "*dropbear"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "sbin", "*dropbear"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "bin", "*dropbear"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/local/sbin", "*dropbear"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/local/bin", "*dropbear"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/sbin", "*sshd"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/bin", "*sshd"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "sbin", "*sshd"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "bin", "*sshd"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/local/sbin", "*sshd"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/local/bin", "*sshd"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/wpa_supplicant", "*.conf"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/wpa_supplicant.conf", NULL},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "var/lib/iwd", "*.[po8]*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/netplan", "*.yaml"},
	{VPB_TREE_IMAGE, VPB_FORM_INTERFACES, "etc/network/interfaces", NULL},
	{VPB_TREE_IMAGE, VPB_FORM_INTERFACES, "etc/network/interfaces.d", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "usr/bin", "clevis-decrypt-tang"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/dropbear", "*"},
	{VPB_TREE_HOST, VPB_FORM_FILE_IS_THERE, "etc/dropbear/initramfs",
		"authorized_keys"},
	{VPB_TREE_HOST, VPB_FORM_FILE_IS_THERE, "etc/dropbear-initramfs",
		"authorized_keys"},
	{VPB_TREE_HOST, VPB_FORM_FILE_IS_THERE, "etc/tinyssh/initramfs",
		"authorized_keys"},
	{VPB_TREE_IMAGE, VPB_FORM_FILE_IS_THERE, "etc/mandos", "*.key"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "scripts", "*-*"},
	{VPB_TREE_IMAGE, VPB_FORM_SCRIPTS, "hooks", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "lib/dracut/hooks", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "lib/dracut/hooks/initqueue", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "usr/lib/dracut/hooks", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "usr/lib/dracut/hooks/initqueue",
		"*"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "var/lib/dracut/hooks", "*"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "var/lib/dracut/hooks/initqueue",
		"*"},
	{VPB_TREE_IMAGE, VPB_FORM_FOLDERS_OF_SCRIPTS, "etc/dracut/hooks", "*"},
	{VPB_TREE_HOST, VPB_FORM_FOLDERS_OF_SCRIPTS, "usr/share/initramfs-tools/scripts",
		"*-*"},
	{VPB_TREE_HOST, VPB_FORM_FOLDERS_OF_SCRIPTS, "etc/initramfs-tools/scripts",
		"*-*"},
	{VPB_TREE_HOST, VPB_FORM_SCRIPTS, "etc/initramfs-tools/hooks", "*"},
	{},
};

bool vpb_boot_network_is_stock(const char *path)
{
	static const char *const stock[] = {
		/* For containers, virtual machines and tunnels. */
		"usr/lib/systemd/network/80-6rd-tunnel.network",
		"usr/lib/systemd/network/80-container-*.network",
		"usr/lib/systemd/network/80-namespace-ns*.network",
		"usr/lib/systemd/network/80-vm-v[bt].network",
		"usr/lib/systemd/network/80-wifi-adhoc.network",
		"usr/lib/systemd/network/zzzz-dracut-default.network",
		"*/local-top/iscsi", "*/local-top/nbd", "*/local-bottom/iscsi",
		/* Hooks of dracut's own modules, which read that from where it is looked for above. */
		"*/dracut/hooks/*/[0-9]*-parse-*.sh", "*/dracut/hooks/*/[0-9]*-net-*.sh",
		"*/dracut/hooks/*/[0-9]*-nm-*.sh",
		"*/dracut/hooks/*/[0-9]*-networkd-*.sh",
		"*/dracut/hooks/*/[0-9]*-wicked*.sh", "*/dracut/hooks/*/[0-9]*-cm-*.sh",
		"*/dracut/hooks/*/[0-9]*-ifname-genrules.sh",
		"*/dracut/hooks/*/[0-9]*-fcoe*.sh", "*/dracut/hooks/*/[0-9]*-nbd*.sh",
		"*/dracut/hooks/*/[0-9]*-iscsi*.sh", "*/dracut/hooks/*/[0-9]*-nvmf*.sh",
		"*/dracut/hooks/*/[0-9]*-nfs*.sh", NULL};

	return vpb_word_is_among(path, stock);
}
