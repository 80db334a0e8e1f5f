/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot_network.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "../core/boot_network.h"
#include "folder.h"

enum tree {
	IMAGE = 1,
	HOST = 2,
};

enum form {
	FILE_IS_THERE,
	SETTINGS, /* of a shell, over all files of this form in their order */
	WORDS, /* of a kernel command line */
	SCRIPTS, /* of initramfs-tools: folders of these */
};

struct search {
	const struct vpb_root *root;
	struct vpb_setting settings[VPB_BOOT_NETWORK_SETTINGS];
	struct vpb_text why;
};

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
 * What systemd itself ships in usr/lib is for containers and virtual machines (80-*), or an example.
 */
static const struct {
	unsigned int trees;
	enum form form;
	const char *path;
	const char *names; /* NULL: `path` is a file */
} places[] = {
	{IMAGE, SETTINGS, "conf/initramfs.conf", NULL},
	{IMAGE, SETTINGS, "conf/conf.d", "*"},
	{IMAGE, SETTINGS, "config", NULL},
	{HOST, SETTINGS, "etc/initramfs-tools/initramfs.conf", NULL},
	{HOST, SETTINGS, "usr/share/initramfs-tools/conf.d", "*"},
	{HOST, SETTINGS, "etc/initramfs-tools/conf.d", "*"},
	{HOST, SETTINGS, "etc/mkinitcpio.conf", NULL},
	{HOST, SETTINGS, "etc/mkinitcpio.conf.d", "*.conf"},
	{HOST, SETTINGS, "usr/lib/dracut/dracut.conf.d", "*.conf"},
	{HOST, SETTINGS, "etc/dracut.conf", NULL},
	{HOST, SETTINGS, "etc/dracut.conf.d", "*.conf"},
	{IMAGE, WORDS, "etc/cmdline", NULL},
	{IMAGE, WORDS, "etc/cmdline.d", "*.conf"},
	{IMAGE, WORDS, "usr/lib/cmdline.d", "*.conf"},
	{IMAGE, FILE_IS_THERE, "etc/systemd/network", "*.network"},
	{IMAGE, FILE_IS_THERE, "run/systemd/network", "*.network"},
	{IMAGE, FILE_IS_THERE, "usr/lib/systemd/network", "*.network"},
	{IMAGE, FILE_IS_THERE, "etc/NetworkManager/system-connections", "*"},
	{IMAGE, FILE_IS_THERE, "usr/lib/NetworkManager/system-connections", "*"},
	{IMAGE, FILE_IS_THERE, "etc/sysconfig/network-scripts", "ifcfg-*"},
	{IMAGE, FILE_IS_THERE, "etc/sysconfig/network", "ifcfg-*"},
	{IMAGE, FILE_IS_THERE, "etc/wicked/ifconfig", "*.xml"},
	{IMAGE, FILE_IS_THERE, "var/lib/connman", "*.config"},
	{IMAGE, FILE_IS_THERE, "etc/credstore", "network.*"},
	{IMAGE, FILE_IS_THERE, "etc/credstore.encrypted", "network.*"},
	{IMAGE, FILE_IS_THERE, "usr/lib/credstore", "network.*"},
	{IMAGE, FILE_IS_THERE, "run/credstore", "network.*"},
	{IMAGE, FILE_IS_THERE, "run/credentials/@system", "network.*"},
	{IMAGE, FILE_IS_THERE, "etc/iscsi.initramfs", NULL},
	{HOST, FILE_IS_THERE, "etc/iscsi/iscsi.initramfs", NULL},
	{IMAGE, FILE_IS_THERE, "etc/nvme/config.json", NULL},
	{IMAGE, FILE_IS_THERE, "usr/sbin", "*dropbear"},
	{IMAGE, FILE_IS_THERE, "usr/bin", "*dropbear"},
	{IMAGE, FILE_IS_THERE, "sbin", "*dropbear"},
	{IMAGE, FILE_IS_THERE, "usr/sbin", "*sshd"},
	{IMAGE, FILE_IS_THERE, "usr/bin", "*sshd"},
	{IMAGE, FILE_IS_THERE, "usr/bin", "clevis-decrypt-tang"},
	{IMAGE, FILE_IS_THERE, "etc/dropbear", "*"},
	{HOST, FILE_IS_THERE, "etc/dropbear/initramfs", "authorized_keys"},
	{HOST, FILE_IS_THERE, "etc/dropbear-initramfs", "authorized_keys"},
	{HOST, FILE_IS_THERE, "etc/tinyssh/initramfs", "authorized_keys"},
	{IMAGE, FILE_IS_THERE, "etc/mandos", "*.key"},
	{IMAGE, SCRIPTS, "scripts", "*-*"},
	{HOST, SCRIPTS, "usr/share/initramfs-tools/scripts", "*-*"},
	{HOST, SCRIPTS, "etc/initramfs-tools/scripts", "*-*"},
};

/* What is in every image of some kind, and does nothing without a word of the command line. */
static bool is_stock(const char *path)
{
	static const char *const stock[] = {"usr/lib/systemd/network/80-*",
		"usr/lib/systemd/network/zzzz-dracut-*", "*/local-top/iscsi",
		"*/local-top/nbd", "*/local-bottom/iscsi"};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(stock); i++)
		if (fnmatch(stock[i], path, 0) == 0)
			return true;
	return false;
}

static int words_look(struct search *search, const char *path, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *word = vpb_boot_network_word(text);

	if (word)
		vpb_text_add(&search->why, "'%s' in /%s", word, path);
	return vpb_text_error(&search->why);
}

static int file_look(struct search *search, enum form form, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	if (form == FILE_IS_THERE) {
		if (vpb_root_has(search->root, path) && !is_stock(path))
			vpb_text_add(&search->why, "/%s is there", path);
		return vpb_text_error(&search->why);
	}
	r = vpb_root_read(search->root, path, &text);
	if (r == -ENOMEM || r < 0 || !text.data)
		return r == -ENOMEM ? r : 0;
	if (form == SETTINGS)
		return vpb_settings_parse(
			search->settings, VPB_BOOT_NETWORK_SETTINGS, path, text.data);
	if (form == WORDS)
		return words_look(search, path, text.data);
	if (strstr(text.data, "configure_networking") && !is_stock(path))
		vpb_text_add(&search->why, "/%s calls configure_networking", path);
	return vpb_text_error(&search->why);
}

static int folder_look(
	struct search *search, enum form form, const char *place, const char *names)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];
	int r = 0;

	folder = vpb_folder_read(search->root, place);
	for (int i = 0; r == 0 && !search->why.length && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		if (fnmatch(names, name, 0) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", place, name);
		if (form == SCRIPTS && strcmp(names, "*") != 0)
			r = folder_look(search, form, path, "*");
		else
			r = file_look(search, form, path);
	}
	return r;
}

static int settings_judge(struct search *search)
{
	for (size_t i = 0; !search->why.length && i < VPB_BOOT_NETWORK_SETTINGS; i++) {
		VPB_CLEANUP(vpb_freep)
		char *said = vpb_boot_network_setting(&search->settings[i]);

		if (said)
			vpb_text_add(&search->why, "'%s' in /%s", said,
				search->settings[i].file.data);
	}
	return vpb_text_error(&search->why);
}

static bool has_any(const struct vpb_root *root, const char *const *marks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (vpb_root_has(root, marks[i]))
			return true;
	return false;
}

/*
 * The marks of an image are those that systemd asks for, and what its makers without systemd put
 * there; those of a host are its packages, and the generators.
 */
static enum tree tree_of(const struct vpb_root *root, bool is_boot_program)
{
	static const char *const image[] = {"etc/initrd-release",
		"usr/lib/initrd-release", "conf/initramfs.conf", "init_functions"};
	static const char *const host[] = {"var/lib/dpkg", "var/lib/rpm",
		"usr/lib/sysimage", "var/lib/pacman", "usr/share/initramfs-tools",
		"usr/lib/initcpio", "usr/lib/dracut/modules.d", "etc/NIXOS"};

	if (has_any(root, image, VPB_ARRAY_SIZE(image)))
		return IMAGE;
	return is_boot_program && !has_any(root, host, VPB_ARRAY_SIZE(host)) ? IMAGE
									     : HOST;
}

static void search_done(struct search *search)
{
	vpb_settings_done(search->settings, VPB_BOOT_NETWORK_SETTINGS);
	vpb_text_done(&search->why);
}

int vpb_boot_network_read(
	const struct vpb_root *root, bool is_boot_program, char **ret_why)
{
	VPB_CLEANUP(search_done) struct search search = {.root = root};
	enum tree tree = tree_of(root, is_boot_program);
	int r = 0;

	vpb_boot_network_names(search.settings);
	for (size_t i = 0; r == 0 && !search.why.length && i < VPB_ARRAY_SIZE(places);
		i++) {
		if (!(places[i].trees & tree))
			continue;
		if (places[i].names)
			r = folder_look(
				&search, places[i].form, places[i].path, places[i].names);
		else
			r = file_look(&search, places[i].form, places[i].path);
	}
	if (r == 0)
		r = settings_judge(&search);
	if (r < 0)
		return r;
	*ret_why = search.why.length ? strdup(search.why.data) : NULL;
	return search.why.length && !*ret_why ? -ENOMEM : 0;
}
