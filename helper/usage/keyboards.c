/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Keyboards: the kernel's input devices, and USB interfaces that have no driver yet. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../base/array.h"
#include "../sys/folder.h"
#include "parts.h"

/* A driver that has just been loaded takes this long to see what is plugged in. */
enum {
	WAIT_MS = 3000,
	PAUSE_MS = 100,
};

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

	for (size_t i = 0; i < VPB_ARRAY_SIZE(wanted); i++) {
		snprintf(path, sizeof(path), "sys/bus/usb/devices/%s/%s", interface,
			wanted[i].name);
		if (vpb_root_read_word(root, path, word, sizeof(word)) < 0 ||
			strcmp(word, wanted[i].value) != 0)
			return false;
	}
	return true;
}

/*
 * One that hangs on no PCI function is counted apart; one that a program emulates does not count. What
 * comes through a tunnel goes with the tunnel.
 */
static void keyboard_count(
	const struct vpb_usage *usage, const char *link, bool *supplying)
{
	struct vpb_snapshot *snapshot = usage->snapshot;
	char target[PATH_MAX];
	long found;

	if (vpb_root_read_target(usage->root, link, target) < 0)
		return;
	if (strstr(target, "/devices/virtual/"))
		return;
	memset(supplying, false, snapshot->device_count);
	found = vpb_usage_find_functions(usage, target, supplying);
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (supplying[i] && usage->is_candidate[i])
			found = (long)i;
	if (found < 0)
		snapshot->other_keyboard_count++;
	else
		snapshot->devices[found].keyboard_count++;
}

static void keyboards_count(const struct vpb_usage *usage, bool *supplying)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder inputs = {};
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder interfaces = {};
	char link[PATH_MAX];

	inputs = vpb_folder_read(usage->root, "sys/class/input");
	for (int i = 0; i < inputs.count; i++) {
		const char *name = inputs.entries[i]->d_name;

		if (!vpb_word_has_start(name, "input") || !has_letters(usage->root, name))
			continue;
		snprintf(link, sizeof(link), "sys/class/input/%s", name);
		keyboard_count(usage, link, supplying);
	}
	interfaces = vpb_folder_read(usage->root, "sys/bus/usb/devices");
	for (int i = 0; i < interfaces.count; i++) {
		const char *name = interfaces.entries[i]->d_name;

		if (!is_usb_keyboard(usage->root, name))
			continue;
		snprintf(link, sizeof(link), "sys/bus/usb/devices/%s", name);
		keyboard_count(usage, link, supplying);
	}
}

/* Whether a keyboard was found that stays whatever becomes of the candidates. */
static bool is_one_safe(const struct vpb_usage *usage)
{
	const struct vpb_snapshot *snapshot = usage->snapshot;

	for (size_t i = 0; i < snapshot->device_count; i++)
		if (snapshot->devices[i].keyboard_count && !usage->is_candidate[i])
			return true;
	return snapshot->other_keyboard_count;
}

static bool is_usb_asked_for(const struct vpb_usage *usage)
{
	for (size_t i = 0; i < usage->snapshot->device_count; i++)
		if (usage->is_candidate[i] &&
			usage->snapshot->devices[i].class_code == VPB_CLASS_USB)
			return true;
	return false;
}

int vpb_usage_find_keyboards(const struct vpb_usage *usage, bool may_wait)
{
	const struct timespec pause_time = {.tv_nsec = PAUSE_MS * 1000000L};
	VPB_CLEANUP(vpb_freep)
	bool *supplying = calloc(usage->snapshot->device_count + 1, sizeof(bool));

	if (!supplying)
		return -ENOMEM;
	keyboards_count(usage, supplying);
	if (!may_wait || !usage->root->is_running_machine || !is_usb_asked_for(usage))
		return 0;
	for (unsigned int i = 0; i < WAIT_MS / PAUSE_MS && !is_one_safe(usage); i++) {
		nanosleep(&pause_time, NULL);
		for (size_t j = 0; j < usage->snapshot->device_count; j++)
			usage->snapshot->devices[j].keyboard_count = 0;
		keyboards_count(usage, supplying);
	}
	return 0;
}
