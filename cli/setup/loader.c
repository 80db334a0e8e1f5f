/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/core/kernel_line.h"
#include "../../host/generate/generate.h"
#include "../../host/loader/refresh.h"
#include "../../host/machine/cmdline.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../command.h"

/* What makes a file of others count that has the word already. */
static int unbooted_tell(
	struct vpb_loader_change *boot, const char *word, const char *path)
{
	printf(_("%s is in %s/%s, but this boot's command line lacks it.\n"), word,
		boot->root->path, path);
	return vpb_loader_refresh(boot, path);
}

/* The words that this machine needs, without those that a file of others has. */
static int words_find(struct vpb_setup *setup)
{
	const struct vpb_generate generate = {.root = setup->change.root,
		.facts = &setup->facts,
		.run = &setup->next.run,
		.loader = &vpb_loader_plain};
	VPB_CLEANUP(vpb_output_done) struct vpb_output output = {};
	struct vpb_text *words = &setup->boot.words;
	char path[PATH_MAX];
	struct vpb_kernel_line line;
	struct vpb_kernel_word word;
	int r = vpb_generate_cmdline(&generate, &output);

	vpb_text_add(words, "%s", "");
	line.start = line.rest = output.file.data;
	while (r == 0 && line.rest && vpb_kernel_line_cut(&line, &word)) {
		enum vpb_loader_said said = vpb_loader_says(&setup->boot, word.key, path);

		if (said == VPB_SAID_IN_VAIN)
			printf(_("%s is in %s/%s, where it does not count.\n"), word.key,
				setup->change.root->path, path);
		if (said == VPB_SAID_UNBOOTED)
			r = unbooted_tell(&setup->boot, word.key, path);
		else if (said != VPB_SAID)
			vpb_text_add(words, "%s%s", words->length ? " " : "", word.key);
	}
	if (r < 0)
		return r;
	return vpb_text_error(words);
}

/* Whether `setup --try` works here, as far as can be told without doing it. */
static bool can_try(const struct vpb_setup *setup)
{
	const struct vpb_loader *loader = setup->boot.booted.loader;
	struct vpb_journal journal = {};
	VPB_CLEANUP(vpb_loader_change_done)
	struct vpb_loader_change trial = {.root = setup->change.root,
		.facts = &setup->facts,
		.journal = &journal,
		.booted = setup->boot.booted};
	bool can;

	vpb_text_add(&trial.words, "%s", setup->boot.words.data);
	can = vpb_text_error(&trial.words) == 0 && loader->want_entry &&
	      loader->want_entry(&trial) == 0 && trial.one_shot.length;
	vpb_journal_done(&journal);
	return can;
}

/* A word that is new on this machine may keep it from booting. */
static void try_suggest(const struct vpb_setup *setup)
{
	if (setup->is_entry || !vpb_generate_turns_iommu_on(&setup->facts) ||
		!vpb_cmdline_asks_intel(setup->boot.words.data) || !can_try(setup))
		return;
	vpb_line_print("note: intel_iommu=on is new on this machine. 'vfio-prebind setup "
		       "--try' makes a second boot entry, and starts it once.");
}

/* What a function of the loader's row has answered. */
static int answer(struct vpb_setup *setup, int r)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	const struct vpb_loader_change *boot = &setup->boot;

	if (r < 0)
		return vpb_change_fail(&setup->change, boot->path, r);
	if (r == 0)
		return -1;
	vpb_log(VPB_LOG_ERROR, "setup: %s; nothing was changed",
		vpb_language_text(boot->refusal.data ? boot->refusal.data
						     : boot->booted.loader->title,
			&reason));
	return VPB_EXIT_FAILED;
}

/* The words for every boot. */
static int always_want(struct vpb_setup *setup)
{
	struct vpb_loader_change *boot = &setup->boot;
	const struct vpb_loader *loader = boot->booted.loader;

	return answer(setup, loader->want ? loader->want(boot)
					  : vpb_loader_advise(boot, loader->place));
}

/* The same, and what names the devices, for a second entry that alone has that. */
static int entry_want(struct vpb_setup *setup, const struct vpb_text *entry_words)
{
	struct vpb_loader_change *boot = &setup->boot;
	const struct vpb_loader *loader = boot->booted.loader;
	struct vpb_text always = boot->words;
	int r;

	boot->words = *entry_words;
	r = loader->want_entry ? loader->want_entry(boot) : vpb_loader_refuse_entry(boot);
	boot->words = always;
	return answer(setup, r);
}

/* The loader is known, and what writes its menu is not there. */
static void maker_log(const struct vpb_loader_change *boot)
{
	const struct vpb_boot_program *program = boot->booted.program;
	const char *const *file = program->files;

	while (*file && !vpb_root_has(boot->root, *file))
		file++;
	vpb_log(VPB_LOG_ERROR,
		"setup: the boot loader is %s: %s; but %s, which writes its menu, is missing; "
		"nothing was changed",
		program->name, boot->booted.how, program->maker);
	if (*file)
		vpb_log(VPB_LOG_ERROR,
			"  fix: install %s and run setup again, or add these words to each "
			"entry of %s/%s by hand, boot again, and run setup again",
			program->maker, boot->root->path, *file);
	else
		vpb_log(VPB_LOG_ERROR, "  fix: install %s and run setup again",
			program->maker);
}

static void unknown_log(const struct vpb_loader_change *boot)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text how = {};

	vpb_log(VPB_LOG_ERROR,
		"setup: it is unknown where these words belong: %s; nothing was changed",
		vpb_language_text(boot->booted.how, &how));
	vpb_log(VPB_LOG_ERROR,
		"  fix: name the loader that you use with --loader, see setup --help; or add "
		"them to the kernel command line by hand, boot again, and run setup again");
}

static int loader_find(const struct vpb_loader_change *boot)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text how = {};

	if (boot->booted.loader) {
		vpb_line_print("The boot loader is %s: %s.",
			_(boot->booted.loader->title),
			vpb_language_text(boot->booted.how, &how));
		return -1;
	}
	if (boot->booted.program && boot->booted.program->maker)
		maker_log(boot);
	else
		unknown_log(boot);
	return VPB_EXIT_FAILED;
}

int vpb_setup_loader(struct vpb_setup *setup)
{
	struct vpb_loader_change *boot = &setup->boot;
	VPB_CLEANUP(vpb_text_done) struct vpb_text entry_words = {};
	bool for_entry = vpb_setup_lines_have_entry(&setup->lines, true);
	bool for_all = vpb_setup_lines_have_entry(&setup->lines, false);
	int r = setup->loader ? vpb_loader_find_named(
					setup->change.root, setup->loader, &boot->booted)
			      : vpb_loader_find_booted(setup->change.root, &boot->booted);

	if (r == 0)
		r = words_find(setup);
	vpb_text_add(&entry_words, "%s%s", boot->words.length ? boot->words.data : "",
		boot->words.length ? " " : "");
	vpb_setup_lines_add_bind(&setup->lines, &entry_words);
	if (r == 0)
		r = vpb_text_error(&entry_words);
	if (r < 0)
		return vpb_change_fail(&setup->change, NULL, r);
	for_all &= boot->words.length > 0;
	if (!for_all && !for_entry) {
		puts(boot->journal->command_count
				? _("The kernel command line needs nothing more.")
				: _("The kernel command line needs nothing."));
		return -1;
	}
	if (for_all)
		printf(_("The kernel command line needs: %s\n"), boot->words.data);
	if (for_entry)
		printf(_("The second entry needs: %s\n"), entry_words.data);
	r = loader_find(boot);
	/* The entry first: it wants the others as they are without us. */
	if (r < 0 && for_entry)
		r = entry_want(setup, &entry_words);
	if (r < 0 && for_all)
		r = always_want(setup);
	if (r < 0)
		try_suggest(setup);
	return r;
}
