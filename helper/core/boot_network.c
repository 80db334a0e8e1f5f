/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot_network.h"

#include <stdio.h>
#include <string.h>

#include "../base/array.h"
#include "boot_words.h"
#include "kernel_line.h"

char *vpb_boot_network_word(const char *line)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(line);
	struct vpb_kernel_line rest = {copy, copy};
	struct vpb_kernel_word word;

	while (copy && vpb_kernel_line_cut(&rest, &word))
		if (vpb_word_is_network_root(word.key))
			return strdup(word.key);
	return NULL;
}

/* Hooks of mkinitcpio that bring it up, or wait for somebody who comes over it. */
static const char *const hooks[] = {"net", "net-*", "netconf*", "*network*", "*dropbear*",
	"*ssh*", "*wireguard*", "wifi*", "tailscale*", "ppp*", "nbd", "clevis", NULL};
/* Modules of dracut. */
static const char *const modules[] = {"network*", "systemd-network*", "*ssh*", "*ssh",
	"nfs", "iscsi", "nbd", "fcoe*", "cifs", "nvmf", "livenet", "clevis-pin-tang",
	"connman", "*wicked*", "nm-*", NULL};
/* initramfs-tools' configure_networking() takes these two for "none". */
static const char *const off[] = {"off", "none", NULL};
static const char *const nfs[] = {"nfs", NULL};
static const char *const any[] = {"*", NULL};
/* What is put into an image by name. */
static const char *const files[] = {"*.network", "*.nmconnection", "*wpa_supplicant*",
	"*dropbear", "*sshd", "*/network/interfaces", "*dhclient", "*dhcpcd*", "*udhcpc",
	"*/iwd", "iwd", "*connmand", NULL};
static const char *const examples[] = {"*/80-*", NULL};

/*
 * By the name of the setting: initramfs.conf(5), mkinitcpio.conf(5) and what is made of it in an image
 * (HOOKS, EARLYHOOKS, LATEHOOKS), dracut.conf(5).
 */
static const struct {
	const char *name;
	const char *const *words, *const *but;
} rows[VPB_BOOT_NETWORK_SETTINGS] = {{"BOOT", nfs, NULL}, {"IP", any, off},
	{"DEVICE", any, NULL}, {"HOOKS", hooks, NULL}, {"dracutmodules", modules, NULL},
	{"add_dracutmodules", modules, NULL}, {"force_add_dracutmodules", modules, NULL},
	{"FILES", files, examples}, {"BINARIES", files, examples},
	{"install_items", files, examples}, {"install_optional_items", files, examples},
	{"kernel_cmdline", NULL, NULL}};

void vpb_boot_network_names(struct vpb_setting settings[VPB_BOOT_NETWORK_SETTINGS])
{
	for (size_t i = 0; i < VPB_BOOT_NETWORK_SETTINGS; i++)
		settings[i] = (struct vpb_setting){.name = rows[i].name};
}

static char *words_judge(size_t row, const char *value)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(value);
	char *rest = copy, *word, *said = NULL;

	while (copy && (word = strsep(&rest, " "))) {
		if (!*word || !vpb_word_is_among(word, rows[row].words) ||
			(rows[row].but && vpb_word_is_among(word, rows[row].but)))
			continue;
		return asprintf(&said, "%s=%s", rows[row].name, word) < 0 ? NULL : said;
	}
	return NULL;
}

char *vpb_boot_network_setting(const struct vpb_setting *setting)
{
	for (size_t i = 0; setting->value.data && i < VPB_BOOT_NETWORK_SETTINGS; i++)
		if (strcmp(rows[i].name, setting->name) == 0)
			return rows[i].words ? words_judge(i, setting->value.data)
					     : vpb_boot_network_word(setting->value.data);
	return NULL;
}
