/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "left.h"

#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "../../helper/sys/sources.h"
#include "../../host/machine/cmdline.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "lines.h"

/* Whether setup has put that into a file, or had it put by a command. */
static bool is_ours(const struct vpb_journal *journal, const char *word)
{
	for (size_t i = 0; i < journal->file_count; i++) {
		const char *after = journal->files[i].after.text.data;
		const char *original = journal->files[i].original.text.data;

		if (after && strstr(after, word) &&
			(!original || !strstr(original, word)))
			return true;
	}
	for (size_t i = 0; i < journal->effect_count; i++)
		if (strstr(journal->effects[i].make, word))
			return true;
	return false;
}

int vpb_setup_left_words(const struct vpb_root *root, const struct vpb_journal *journal,
	struct vpb_setup_left *left)
{
	static const char *const words[] = {"intel_iommu=on", "iommu=pt"};
	VPB_CLEANUP(vpb_text_done) struct vpb_text cmdline = {};

	left->has_entry = is_ours(journal, "vfio_prebind.bind=");
	if (vpb_root_read(root, "proc/cmdline", &cmdline) < 0 || !cmdline.data)
		return 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (vpb_cmdline_says(cmdline.data, words[i]) &&
			!is_ours(journal, words[i]))
			vpb_text_add(&left->words, "%s%s", left->words.length ? " " : "",
				words[i]);
	return vpb_text_error(&left->words);
}

/* What the next boot would bind by a line that is none of setup's. */
int vpb_setup_left_lines(const struct vpb_root *root, struct vpb_setup_left *left)
{
	static const struct vpb_sources sources = {.is_other_boot = true,
		.is_for_files = true,
		.new_path = VPB_SETUP_CONFIG,
		.new_text = ""};
	struct vpb_request request = {};
	int r = vpb_sources_read(root, &sources, &request);

	for (size_t i = 0; r == 0 && i < request.rule_count; i++) {
		const struct vpb_rule *rule = &request.rules[i];
		bool is_cmdline = rule->origin.kind == VPB_ORIGIN_CMDLINE;

		if (rule->verb != VPB_VERB_BIND ||
			(is_cmdline && !rule->from_vfio_ids && left->has_entry))
			continue;
		vpb_text_add(&left->lines, "  ");
		vpb_origin_describe(&rule->origin, &left->lines);
		vpb_text_add(&left->lines, is_cmdline ? "\n" : ": %s\n", rule->word);
	}
	vpb_request_done(&request);
	return r < 0 ? r : vpb_text_error(&left->lines);
}

void vpb_setup_left_done(struct vpb_setup_left *left)
{
	vpb_text_done(&left->words);
	vpb_text_done(&left->lines);
}

void vpb_setup_left_print(const struct vpb_setup_left *left)
{
	if (left->lines.length) {
		vpb_line_print("These lines, which setup did not write, still give "
			       "devices to VMs:");
		vpb_sentences_print(left->lines.data, NULL, NULL);
	}
	if (left->words.length)
		vpb_line_print(
			"The kernel command line keeps %s, which setup did not write; "
			"remove it by hand if nothing else needs it.",
			left->words.data);
}
