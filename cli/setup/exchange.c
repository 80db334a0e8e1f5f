/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <stdio.h>
#include <string.h>

#define BIND "bind "

/* The address of a line that setup wrote; false for any other line. */
static bool line_read(const char *line, char ret_address[VPB_ADDRESS_BYTES])
{
	struct vpb_address parsed;
	size_t length;

	if (strncmp(line, BIND, sizeof(BIND) - 1) != 0)
		return false;
	line += sizeof(BIND) - 1;
	length = strcspn(line, "= \n");
	if (length >= VPB_ADDRESS_BYTES)
		return false;
	snprintf(ret_address, VPB_ADDRESS_BYTES, "%.*s", (int)length, line);
	return vpb_address_parse(ret_address, &parsed) == 0;
}

static bool text_names(const char *text, const char *address)
{
	char other[VPB_ADDRESS_BYTES];

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (line_read(text, other) && strcmp(other, address) == 0)
			return true;
	return false;
}

static void device_print(const struct vpb_setup *setup, const char *address, bool is_new)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	struct vpb_address parsed;
	long now = -1;

	if (vpb_address_parse(address, &parsed) == 0)
		now = vpb_snapshot_find(&setup->now.snapshot, parsed);
	if (now >= 0)
		vpb_pci_names_add_short(&setup->now.items[now].names, &name);
	printf("  %c %s%s%s %s\n", is_new ? '+' : '-', address, name.length ? " " : "",
		name.length ? name.data : "", is_new ? "to VMs" : "back to the host");
}

/* Those that one text names and the other does not; returns how many, and prints where told to. */
static unsigned int difference(const struct vpb_setup *setup, const char *text,
	const char *other, bool is_new, bool is_shown)
{
	char address[VPB_ADDRESS_BYTES];
	unsigned int count = 0;

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		if (!line_read(text, address) || text_names(other, address))
			continue;
		if (is_shown)
			device_print(setup, address, is_new);
		count++;
	}
	return count;
}

void vpb_setup_exchange_print(const struct vpb_setup *setup)
{
	const struct vpb_journal *journal = &setup->change.journal;

	for (size_t i = 0; i < journal->file_count && !setup->is_entry; i++) {
		const char *now = journal->files[i].now.text.data;
		const char *after = journal->files[i].after.text.data;

		if (strcmp(journal->files[i].path, VPB_SETUP_CONFIG) != 0 || !now ||
			!after || !difference(setup, now, after, false, false))
			continue;
		printf("Against what is set up now:\n");
		difference(setup, after, now, true, true);
		difference(setup, now, after, false, true);
	}
}
