/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Keyboards: as the kernel's input devices, and as USB says before a driver has them. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"
#include "gather.h"

/*
 * udev's rule (input_id): the keys from ESC to D, bits 1 to 31, are all there. The attribute has
 * the highest word first.
 */
static bool has_letters(const struct vpb_root *root, const char *input)
{
	char path[PATH_MAX], word[256];
	const char *last;

	snprintf(path, sizeof(path), "sys/class/input/%s/capabilities/key", input);
	if (vpb_root_read_word(root, path, word, sizeof(word)) < 0)
		return false;
	last = strrchr(word, ' ');
	return (strtoul(last ? last + 1 : word, NULL, 16) & 0xfffffffeu) == 0xfffffffeu;
}

/* Interface class 3 (HID), subclass 1 (boot), protocol 1 (keyboard). */
static bool is_usb_keyboard(const struct vpb_root *root, const char *interface)
{
	static const struct {
		const char *name, *value;
	} wanted[] = {{"bInterfaceClass", "03"}, {"bInterfaceSubClass", "01"},
		{"bInterfaceProtocol", "01"}};
	char path[PATH_MAX], word[8];

	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		snprintf(path, sizeof(path), "sys/bus/usb/devices/%s/%s", interface,
			wanted[i].name);
		if (vpb_root_read_word(root, path, word, sizeof(word)) < 0 ||
			strcmp(word, wanted[i].value) != 0)
			return false;
	}
	return true;
}

/* One that hangs on no PCI function is counted apart; one that a program plays is none. */
static void keyboard_count(const struct vpb_gather *gather, const char *link)
{
	char target[PATH_MAX], *rest = target, *part;
	struct vpb_address address;
	long found = -1;
	ssize_t length = readlinkat(gather->root->fd, link, target, sizeof(target) - 1);

	if (length < 0)
		return;
	target[length] = '\0';
	if (strstr(target, "/devices/virtual/"))
		return;
	while ((part = strsep(&rest, "/")))
		if (vpb_address_parse(part, &address) == 0)
			found = vpb_snapshot_find(gather->snapshot, address);
	if (found < 0)
		gather->snapshot->other_keyboard_count++;
	else
		gather->snapshot->devices[found].keyboard_count++;
}

void vpb_gather_keyboards(const struct vpb_gather *gather)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder inputs = {};
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder interfaces = {};
	char link[PATH_MAX];

	inputs = vpb_folder_read(gather->root, "sys/class/input");
	for (int i = 0; i < inputs.count; i++) {
		const char *name = inputs.entries[i]->d_name;

		if (strncmp(name, "input", 5) != 0 || !has_letters(gather->root, name))
			continue;
		snprintf(link, sizeof(link), "sys/class/input/%s", name);
		keyboard_count(gather, link);
	}
	interfaces = vpb_folder_read(gather->root, "sys/bus/usb/devices");
	for (int i = 0; i < interfaces.count; i++) {
		const char *name = interfaces.entries[i]->d_name;

		if (!is_usb_keyboard(gather->root, name))
			continue;
		snprintf(link, sizeof(link), "sys/bus/usb/devices/%s", name);
		keyboard_count(gather, link);
	}
}
