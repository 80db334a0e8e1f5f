/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Keyboards: the kernel's input devices, and USB interfaces that have no driver yet. */

#include <errno.h>
#include <fnmatch.h>
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

/* Interface class 3 (HID), subclass 1 (boot), protocol 1 (keyboard) or 2 (mouse). */
static bool is_usb_input(
	const struct vpb_root *root, const char *interface, const char *protocol)
{
	const struct {
		const char *name, *value;
	} wanted[] = {{"bInterfaceClass", "03"}, {"bInterfaceSubClass", "01"},
		{"bInterfaceProtocol", protocol}};
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

enum certainty {
	NO_KEYBOARD,
	UNSURE,
	SURE,
};

static bool is_among(const char *name, const char *const *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fnmatch(patterns[i], name, FNM_CASEFOLD) == 0)
			return true;
	return false;
}

/* A security key types passwords and nothing else; a management controller's is typed on elsewhere. */
static enum certainty name_judge(const char *name)
{
	static const char *const keys[] = {"*yubi*", "*fido*", "*u2f*", "*security key*",
		"*onlykey*", "*nitrokey*", "*solokey*", "*titan*key*"};
	static const char *const far[] = {
		"*virtual*", "*ikvm*", "*idrac*", "*bmc*", "*avocent*", "*remote*"};

	if (is_among(name, keys, VPB_ARRAY_SIZE(keys)))
		return NO_KEYBOARD;
	return is_among(name, far, VPB_ARRAY_SIZE(far)) ? UNSURE : SURE;
}

/* The USB device in a place of sysfs, by its interface "1-1:1.0": "1-1"; "" where there is none. */
static void usb_device_find(const char *place, char device[VPB_NAME_BYTES])
{
	*device = '\0';
	for (; place; place = strchr(place, '/')) {
		size_t length;

		place += *place == '/';
		length = strcspn(place, ":/");
		if (place[length] == ':' && memchr(place, '-', length) &&
			length < VPB_NAME_BYTES)
			snprintf(device, VPB_NAME_BYTES, "%.*s", (int)length, place);
	}
}

/* Mice with many buttons say that they are keyboards too; so does what receives both by radio. */
static bool is_mouse_too(const struct vpb_root *root, const struct vpb_folder *interfaces,
	const char *device)
{
	size_t length = strlen(device);

	for (int i = 0; i < interfaces->count; i++) {
		const char *name = interfaces->entries[i]->d_name;

		if (strncmp(name, device, length) == 0 && name[length] == ':' &&
			is_usb_input(root, name, "02"))
			return true;
	}
	return false;
}

static enum certainty keyboard_judge(const struct vpb_usage *usage,
	const struct vpb_folder *interfaces, const char *link, const char *place)
{
	static const char *const names[] = {"product", "manufacturer"};
	enum certainty worst = SURE;
	char device[VPB_NAME_BYTES], path[PATH_MAX], word[256];

	snprintf(path, sizeof(path), "%s/name", link);
	if (vpb_root_read_word(usage->root, path, word, sizeof(word)) == 0)
		worst = name_judge(word);
	usb_device_find(place, device);
	for (size_t i = 0; *device && i < VPB_ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "sys/bus/usb/devices/%s/%s", device,
			names[i]);
		if (vpb_root_read_word(usage->root, path, word, sizeof(word)) == 0 &&
			name_judge(word) < worst)
			worst = name_judge(word);
	}
	return worst == SURE && *device && is_mouse_too(usage->root, interfaces, device)
		       ? UNSURE
		       : worst;
}

/*
 * One that hangs on no PCI function is counted apart; one that a program emulates does not count. What
 * comes through a tunnel goes with the tunnel.
 */
static void keyboard_count(const struct vpb_usage *usage,
	const struct vpb_folder *interfaces, const char *link, bool *supplying)
{
	struct vpb_snapshot *snapshot = usage->snapshot;
	enum certainty certainty;
	char target[PATH_MAX];
	long found;

	if (vpb_root_read_target(usage->root, link, target) < 0 ||
		strstr(target, "/devices/virtual/"))
		return;
	certainty = keyboard_judge(usage, interfaces, link, target);
	if (certainty == NO_KEYBOARD)
		return;
	memset(supplying, false, snapshot->device_count);
	found = vpb_usage_find_functions(usage, target, supplying);
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (supplying[i] && usage->is_candidate[i])
			found = (long)i;
	if (found < 0) {
		snapshot->other_keyboard_count++;
		snapshot->other_unsure_keyboard_count += certainty == UNSURE;
	} else {
		snapshot->devices[found].keyboard_count++;
		snapshot->devices[found].unsure_keyboard_count += certainty == UNSURE;
	}
}

static void keyboards_count(const struct vpb_usage *usage, bool *supplying)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder inputs = {};
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder interfaces = {};
	char link[PATH_MAX];

	inputs = vpb_folder_read(usage->root, "sys/class/input");
	interfaces = vpb_folder_read(usage->root, "sys/bus/usb/devices");
	for (int i = 0; i < inputs.count; i++) {
		const char *name = inputs.entries[i]->d_name;

		if (!vpb_word_has_start(name, "input") || !has_letters(usage->root, name))
			continue;
		snprintf(link, sizeof(link), "sys/class/input/%s", name);
		keyboard_count(usage, &interfaces, link, supplying);
	}
	for (int i = 0; i < interfaces.count; i++) {
		const char *name = interfaces.entries[i]->d_name;

		if (!is_usb_input(usage->root, name, "01"))
			continue;
		snprintf(link, sizeof(link), "sys/bus/usb/devices/%s", name);
		keyboard_count(usage, &interfaces, link, supplying);
	}
}

/* Whether a keyboard was found that stays whatever becomes of the candidates, and is one. */
static bool is_one_safe(const struct vpb_usage *usage)
{
	const struct vpb_snapshot *snapshot = usage->snapshot;

	for (size_t i = 0; i < snapshot->device_count; i++)
		if (snapshot->devices[i].keyboard_count >
				snapshot->devices[i].unsure_keyboard_count &&
			!usage->is_candidate[i])
			return true;
	return snapshot->other_keyboard_count > snapshot->other_unsure_keyboard_count;
}

static bool is_usb_asked_for(const struct vpb_usage *usage)
{
	for (size_t i = 0; i < usage->snapshot->device_count; i++)
		if (usage->is_candidate[i] &&
			usage->snapshot->devices[i].class_code == VPB_CLASS_USB)
			return true;
	return false;
}

static void counts_clear(struct vpb_snapshot *snapshot)
{
	snapshot->other_keyboard_count = snapshot->other_unsure_keyboard_count = 0;
	for (size_t i = 0; i < snapshot->device_count; i++)
		snapshot->devices[i].keyboard_count =
			snapshot->devices[i].unsure_keyboard_count = 0;
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
		counts_clear(usage->snapshot);
		keyboards_count(usage, supplying);
	}
	return 0;
}
