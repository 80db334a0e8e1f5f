/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "refind_stanzas.h"

#include <string.h>

const char *const vpb_refind_confs[] = {"boot/EFI/refind/refind.conf",
	"boot/efi/EFI/refind/refind.conf", "efi/EFI/refind/refind.conf",
	"boot/EFI/BOOT/refind.conf", "boot/efi/EFI/BOOT/refind.conf",
	"efi/EFI/BOOT/refind.conf", NULL};

#define BLANKS " \t\r,"

/* The entry that is being read. */
struct stanza {
	char name[NAME_MAX + 1];
	bool is_open, is_disabled;
};

static char *word_cut(char **rest)
{
	char *word = *rest + strspn(*rest, BLANKS);
	char quote = *word == '"' ? '"' : '\0';
	char *end;

	word += quote != '\0';
	end = word + (quote ? strcspn(word, "\"") : strcspn(word, BLANKS));
	*rest = end + (*end != '\0');
	*end = '\0';
	return word;
}

static void stanza_end(struct stanza *stanza, struct vpb_text *names)
{
	if (stanza->is_open && !stanza->is_disabled)
		vpb_text_add(names, "%s\n", stanza->name);
	stanza->is_open = false;
}

/* Without such a line it does both. */
static void scanfor_take(char *rest, struct vpb_refind_stanzas *stanzas, bool *ret_manual)
{
	*ret_manual = stanzas->scans = false;
	while (*rest) {
		const char *word = word_cut(&rest);

		if (strcmp(word, "manual") == 0)
			*ret_manual = true;
		else if (*word)
			stanzas->scans = true;
	}
}

static void line_take(char *line, struct stanza *stanza,
	struct vpb_refind_stanzas *stanzas, bool *is_manual)
{
	const char *word;

	line[strcspn(line, "#")] = '\0';
	word = word_cut(&line);
	if (strcmp(word, "menuentry") == 0) {
		stanza_end(stanza, &stanzas->names);
		*stanza = (struct stanza){.is_open = true};
		strncpy(stanza->name, word_cut(&line), sizeof(stanza->name) - 1);
	} else if (strcmp(word, "}") == 0) {
		stanza_end(stanza, &stanzas->names);
	} else if (strcmp(word, "disabled") == 0) {
		stanza->is_disabled = true;
	} else if (strcmp(word, "scanfor") == 0) {
		scanfor_take(line, stanzas, is_manual);
	}
}

int vpb_refind_stanzas_read(
	const struct vpb_root *root, struct vpb_refind_stanzas *ret_stanzas)
{
	struct vpb_refind_stanzas stanzas = {.scans = true};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct stanza stanza = {};
	bool is_manual = true;
	char *rest, *line;
	int r;

	for (size_t i = 0; !stanzas.path && vpb_refind_confs[i]; i++)
		if (vpb_root_read(root, vpb_refind_confs[i], &text) == 0)
			stanzas.path = vpb_refind_confs[i];
	for (rest = text.data; (line = strsep(&rest, "\n"));)
		line_take(line, &stanza, &stanzas, &is_manual);
	stanza_end(&stanza, &stanzas.names);
	if (!is_manual)
		vpb_text_done(&stanzas.names);
	r = vpb_text_error(&stanzas.names);
	if (r < 0)
		vpb_text_done(&stanzas.names);
	else
		*ret_stanzas = stanzas;
	return r;
}
