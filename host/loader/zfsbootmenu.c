/* SPDX-License-Identifier: GPL-2.0-or-later */

/* ZFSBootMenu, which has the command line from a property of the file system that it boots. */

#include <errno.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "../machine/kernel_words.h"
#include "signs.h"
#include "text.h"

static const char *const files[] = {"etc/zfsbootmenu/config.yaml", "usr/bin/generate-zbm",
	"boot/efi/EFI/zbm", "boot/efi/EFI/ZBM", "efi/EFI/zbm", "efi/EFI/ZBM", NULL};

/* What the word says of the file system to boot, such as zroot/ROOT/void, or NULL. */
static const char *file_system_of(const char *word)
{
	static const char *const starts[] = {
		"root=zfs:", "root=ZFS=", "root=zfs=", "zfs=", NULL};

	for (size_t i = 0; starts[i]; i++)
		if (strncmp(word, starts[i], strlen(starts[i])) == 0)
			return word + strlen(starts[i]);
	return NULL;
}

static const char *file_system_find(const char *line)
{
	const char *word = line + strspn(line, VPB_KERNEL_BLANKS), *found = NULL;

	for (; *word && !found; word = vpb_kernel_word_next(word))
		found = file_system_of(word);
	return found;
}

static bool zfsbootmenu_detect(struct vpb_signs *signs)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

	const char *file = vpb_signs_first(signs, files);

	if (!file || vpb_root_read(signs->root, "proc/cmdline", &line) < 0 ||
		!line.data || !file_system_find(line.data))
		return false;
	signs->sign = file;
	return true;
}

/* It puts these in front by itself (zfsbootmenu(7), org.zfsbootmenu:commandline). */
static bool is_its_own(const char *word)
{
	return file_system_of(word) || vpb_kernel_word_has_key(word, "spl_hostid") ||
	       vpb_kernel_word_has_key(word, "spl.spl_hostid");
}

/* The property has the whole command line: what it has now, this boot's has. */
static int zfsbootmenu_add_text(const struct vpb_root *root,
	const struct vpb_loader *loader, const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text base = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text all = {};
	const char *word, *name;
	int r = vpb_kernel_words_read_booted(root, &line);

	if (r < 0)
		return r;
	for (word = line.data ? line.data : ""; *word; word = vpb_kernel_word_next(word))
		if (!is_its_own(word)) {
			vpb_text_add(&base, "%s", base.length ? " " : "");
			vpb_text_add_bytes(&base, word, vpb_kernel_word_length(word));
		}
	vpb_loader_words_join(base.data ? base.data : "", words, &all);
	vpb_loader_form_add(&loader->form, all.data ? all.data : "", text);
	name = line.data ? file_system_find(line.data) : NULL;
	vpb_text_add(text, " %.*s\n", name ? (int)vpb_kernel_word_length(name) : 4,
		name ? name : "NAME");
	text->failed |= base.failed || all.failed;
	return vpb_text_error(text);
}

const struct vpb_loader vpb_loader_zfsbootmenu = {
	.name = "zfsbootmenu",
	.summary = "a command for zfs(8), for ZFSBootMenu",
	.title = "ZFSBootMenu",
	.detect = zfsbootmenu_detect,
	.place = "run this as root",
	.undo = "set that property to what it was before",
	.takes_comments = true,
	.form = {"zfs set org.zfsbootmenu:commandline='", " ", "'"},
	.add_text = zfsbootmenu_add_text,
};
