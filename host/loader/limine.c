/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Limine, with entries that limine-entry-tool makes, or that a person writes. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "../machine/cmdline.h"
#include "../machine/kernel_words.h"
#include "change.h"
#include "limine.h"
#include "signs.h"
#include "text.h"

#define LAST_FILE "etc/default/limine"
#define FOLDER "etc/limine-entry-tool.d"
#define DROP_IN "zz-vfio-prebind.conf"

const char *const vpb_limine_menus[] = {"boot/limine.conf", "boot/limine/limine.conf",
	"boot/EFI/limine/limine.conf", "boot/EFI/BOOT/limine.conf",
	"boot/EFI/arch-limine/limine.conf", "efi/limine.conf", "efi/limine/limine.conf",
	"efi/EFI/limine/limine.conf", "efi/EFI/BOOT/limine.conf", "boot/efi/limine.conf",
	"boot/efi/limine/limine.conf", "boot/efi/EFI/limine/limine.conf",
	"boot/efi/EFI/BOOT/limine.conf", NULL};

static const struct vpb_boot_program limine = {
	.name = "Limine", .files = vpb_limine_menus};

static const char by_hand[] =
	"add to each 'cmdline:' line of Limine's limine.conf, which nothing but its author writes";

static bool has_tool(const struct vpb_root *root)
{
	static const char *const files[] = {"usr/bin/limine-update",
		"usr/bin/limine-entry-tool", "usr/bin/limine-mkinitcpio",
		"usr/bin/limine-dracut", "etc/limine-entry-tool.conf", FOLDER, LAST_FILE,
		NULL};

	for (size_t i = 0; files[i]; i++)
		if (vpb_root_has(root, files[i]))
			return true;
	return false;
}

/* In this order: each file may add to what those before it say, or replace it. */
static const char *const paths[] = {"usr/share/limine-entry-tool.d/*.conf",
	"etc/limine-entry-tool.conf", FOLDER "/*.conf", LAST_FILE, NULL};

enum {
	FOR_ALL, /* KERNEL_CMDLINE[default], and the same without a name */
	FOR_ALL_BARE,
	FOR_ONE, /* and on: a kernel's own, by the name of its package */
	KEYS_MAX = 16,
};

/* What the files give, key by key. */
struct look {
	const char *names[KEYS_MAX + 1];
	char buffers[KEYS_MAX][VPB_NAME_BYTES + 20];
	size_t count;
	bool has_words[KEYS_MAX];
	bool is_replaced; /* after our drop-in, which then counts for nothing */
	const char *word; /* to look for, or NULL */
	bool has_word[KEYS_MAX];
	char word_path[PATH_MAX];
};

static bool is_after_ours(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strcmp(path, LAST_FILE) == 0 ||
	       (strncmp(path, FOLDER "/", strlen(FOLDER "/")) == 0 &&
		       strcmp(slash + 1, DROP_IN) > 0);
}

static void file_take(
	const char *path, const struct vpb_variables *variables, void *context)
{
	struct look *look = context;

	for (size_t i = 0; i < variables->count; i++) {
		const struct vpb_variable *variable = &variables->items[i];
		const char *value = variable->value.data ? variable->value.data : "";
		bool had_word = look->has_word[i];

		look->has_words[i] = value[strspn(value, VPB_KERNEL_BLANKS)];
		look->is_replaced |= variable->is_replaced && is_after_ours(path);
		look->has_word[i] = look->word && vpb_cmdline_says(value, look->word);
		if (look->has_word[i] && !had_word)
			snprintf(look->word_path, sizeof(look->word_path), "%s", path);
	}
}

static int look_at(const struct vpb_loader_change *change, struct look *look)
{
	static const char *const all[] = {"KERNEL_CMDLINE[default]", "KERNEL_CMDLINE"};
	const struct vpb_facts *facts = change->facts;
	struct vpb_loader_files files = {paths, look->names, true};

	for (look->count = 0; look->count < FOR_ONE; look->count++)
		look->names[look->count] = all[look->count];
	for (size_t i = 0; facts && i < facts->kernel_count && look->count < KEYS_MAX;
		i++) {
		char path[PATH_MAX], package[VPB_NAME_BYTES];
		char *name = look->buffers[look->count];

		snprintf(path, sizeof(path), "lib/modules/%s/pkgbase",
			facts->kernels[i].release);
		if (vpb_root_read_word(change->root, path, package, sizeof(package)) < 0)
			continue;
		snprintf(name, sizeof(*look->buffers), "KERNEL_CMDLINE[%s]", package);
		look->names[look->count++] = name;
	}
	return vpb_loader_variables_read(change, &files, file_take, look);
}

/* Which keys our words go to: those that have a command line already. */
static bool is_for_all_given(const struct look *look)
{
	return look->has_words[FOR_ALL] || look->has_words[FOR_ALL_BARE];
}

static bool limine_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	struct look look = {.word = word};

	/* What a person writes into the menu counts where it is booted. */
	if (!has_tool(change->root))
		return vpb_cmdline_says(change->facts->cmdline, word);
	if (look_at(change, &look) < 0)
		return false;
	for (size_t i = 0; i < look.count; i++)
		if (look.has_words[i] && !look.has_word[i])
			return false;
	if (is_for_all_given(&look)) {
		strcpy(ret_path, look.word_path);
		return true;
	}
	/* Without a command line of its own it takes that one. */
	return vpb_loader_kernel_cmdline_says(change, word, ret_path);
}

static void line_add(
	const char *name, const char *operator, const char * words, struct vpb_text *text)
{
	vpb_text_add(text, "%s%s\"%s%s\"\n", name, operator, * operator== '+' ? " " : "",
		words);
}

/*
 * The lines for these words. A file that gives a command line ends the fallback to the one in
 * /etc/kernel, and so the first such line has to hold all of it. 0, 1 or -errno, see change.h.
 */
static int lines_add(const struct vpb_root *root, const struct look *look,
	const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text base = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text all = {};
	int r = 0;

	for (size_t i = 0; i < look->count; i++)
		if (look->has_words[i])
			line_add(look->names[i], "+=", words, text);
	if (!is_for_all_given(look)) {
		r = vpb_kernel_words_read(root, &base);
		vpb_loader_words_join(base.data ? base.data : "", words, &all);
		line_add(look->names[FOR_ALL], "=", all.data ? all.data : "", text);
		text->failed |= all.failed;
	}
	return r < 0 ? r : vpb_text_error(text);
}

static int limine_want(struct vpb_loader_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct look look = {};
	const char *path;
	int r;

	if (!has_tool(change->root)) {
		vpb_text_add(
			&change->advice, "%s:\n    %s\n", by_hand, change->words.data);
		return vpb_text_error(&change->advice);
	}
	r = look_at(change, &look);
	if (r == 0 && !is_for_all_given(&look))
		r = vpb_loader_look_at_boot(change);
	if (r != 0)
		return r;
	path = look.is_replaced ? LAST_FILE : FOLDER "/" DROP_IN;
	change->path = path;
	vpb_text_add(&text, VPB_SETUP_HEAD);
	r = lines_add(change->root, &look, change->words.data, &text);
	return r < 0 ? r
		     : vpb_transaction_append(
			       change->root, change->journal, path, text.data);
}

/* As setup would write it, in a system where it knows no kernel. */
static int limine_add_text(const struct vpb_root *root, const struct vpb_loader *loader,
	const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const struct vpb_loader_change change = {.root = root, .journal = &journal};
	struct look look = {};
	int r;

	if (!has_tool(root)) {
		vpb_loader_form_add(&loader->form, words, text);
		return vpb_text_error(text);
	}
	r = look_at(&change, &look);
	return r < 0 ? r : *words ? lines_add(root, &look, words, text) : 0;
}

static int limine_refresh(struct vpb_loader_change *change, const char *path)
{
	int r;

	if (strcmp(path, LAST_FILE) != 0 &&
		strncmp(path, FOLDER "/", strlen(FOLDER "/")) != 0)
		return 0;
	r = vpb_journal_want_command(change->journal, "limine-update");
	return r < 0 ? r : 1;
}

static bool limine_detect(struct vpb_signs *signs)
{
	return signs->program == &limine;
}

static bool limine_owns(struct vpb_signs *signs)
{
	return vpb_signs_first(signs, vpb_limine_menus) && has_tool(signs->root);
}

/* Images and entries; its hooks in /etc/boot/hooks run as they do after an update. */
static bool limine_add_rebuild(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	(void)release;
	if (!has_tool(root))
		return false;
	vpb_text_add(text, "limine-update");
	return true;
}

const struct vpb_loader vpb_loader_limine = {
	.name = "limine",
	.summary = "a drop-in for limine-entry-tool",
	.title = "Limine",
	.program = &limine,
	.detect = limine_detect,
	.owns = limine_owns,
	.add_rebuild = limine_add_rebuild,
	.place = "put this into /" FOLDER "/" DROP_IN
		 ", then run limine-update (without that "
		 "program: add the words to each 'cmdline:' line of limine.conf)",
	.undo = "remove that file, then run limine-update",
	.takes_comments = true,
	.form = {"KERNEL_CMDLINE[default]+=\" ", " ", "\"\n"},
	.add_text = limine_add_text,
	.says = limine_says,
	.want = limine_want,
	.refresh = limine_refresh,
};
