/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What speaks against a device: section 4 of the design, and the early classes of section 2. */

#include <string.h>

#include "opinion.h"

const char *const objection_names[OBJECTION_COUNT] = {"unreadable", "bridge", "no-iommu",
	"foreign", "driver-first", "boot-display", "unsafe-driver", "pf-with-vfs", "late",
	"last-display"};

/* What a rule has to allow; 0 where nobody can. */
static const unsigned int overruled_by[OBJECTION_COUNT] = {
	[AGAINST_BOOT_DISPLAY] = ALLOW_BOOT_DISPLAY,
	[AGAINST_UNSAFE_DRIVER] = ALLOW_UNSAFE_DRIVER,
	[AGAINST_PF_WITH_VFS] = ALLOW_PF_WITH_VFS,
	[AGAINST_LAST_DISPLAY] = ALLOW_LAST_DISPLAY,
};

bool opinion_is_bridge(const struct function *function)
{
	return function->is_bridge || function->class_code >> 8 == 0x06;
}

/* Something that a person can look at: 3D controllers and virtual functions have no socket. */
static bool is_screen(const struct function *function)
{
	return function->class_code >> 8 == 0x03 && function->class_code != 0x0302 &&
	       !function->is_vf;
}

/* Given to guests already, whoever did it. */
static bool is_given(const struct function *function)
{
	return strcmp(function->driver, "vfio-pci") == 0 ||
	       strcmp(function->driver, "pci-stub") == 0;
}

static bool is_unsafe(const char *driver)
{
	static const char drivers[] = " nvidia nouveau amdgpu radeon i915 xe ";
	char word[WORD_BYTES + 2];

	snprintf(word, sizeof(word), " %s ", driver);
	return *driver && strstr(drivers, word);
}

/* What may carry the system, the keyboard or the key, and only the real root can tell. */
static bool is_late(const struct opinion *opinion, unsigned int index)
{
	uint16_t class_code = opinion->machine->functions[index].class_code;

	if (opinion->is_companion[index] || class_code == 0x0403)
		return false;
	switch (class_code >> 8) {
	case 0x03:
	case 0x12:
		return false;
	case 0x02:
		return opinion->wish->has_network_root;
	}
	return true;
}

/*
 * Whether taking this screen leaves none. Of those that were asked for as well, one that the
 * host keeps for another reason counts as left, as far as that was known before: a driver that
 * cannot be unbound and virtual functions may be looked at later, so either answer is right.
 */
static bool is_last_screen(const struct opinion *opinion, unsigned int index)
{
	static const enum objection known_before[] = {AGAINST_UNREADABLE, AGAINST_BRIDGE,
		AGAINST_NO_IOMMU, AGAINST_FOREIGN, AGAINST_DRIVER_FIRST,
		AGAINST_BOOT_DISPLAY};
	const struct machine *machine = opinion->machine;

	if (!is_screen(&machine->functions[index]))
		return false;
	for (unsigned int i = 0; i < machine->count; i++) {
		bool stays = !opinion->taken[i];

		if (!is_screen(&machine->functions[i]) || !stays ||
			is_given(&machine->functions[i]))
			continue;
		/* A screen that is taken needs any other; one that was refused, a sure one. */
		if (opinion->taken[index] || !opinion->claimed[i])
			return false;
		for (size_t j = 0; j < COUNT_OF(known_before); j++)
			if (opinion_objects(opinion, i, known_before[j]))
				return false;
	}
	return true;
}

static bool speaks_against(
	const struct opinion *opinion, unsigned int index, enum objection objection)
{
	const struct function *function = &opinion->machine->functions[index];

	switch (objection) {
	case AGAINST_UNREADABLE:
		return function->unreadable;
	case AGAINST_BRIDGE:
		return opinion_is_bridge(function);
	case AGAINST_NO_IOMMU:
		return function->group < 0 && !opinion->machine->is_noiommu;
	case AGAINST_FOREIGN:
		return *function->override && strcmp(function->override, "vfio-pci") != 0;
	case AGAINST_DRIVER_FIRST:
		return opinion->machine->is_plugged && *function->driver &&
		       !is_given(function);
	case AGAINST_BOOT_DISPLAY:
		return function->is_boot_vga || function->has_framebuffer;
	case AGAINST_UNSAFE_DRIVER:
		return is_unsafe(function->driver);
	case AGAINST_PF_WITH_VFS:
		return function->vf_count > 0;
	case AGAINST_LATE:
		return is_late(opinion, index);
	case AGAINST_LAST_DISPLAY:
		return is_last_screen(opinion, index);
	case OBJECTION_COUNT:
		break;
	}
	return false;
}

bool opinion_objects(
	const struct opinion *opinion, unsigned int index, enum objection objection)
{
	return !(opinion->allowed[index] & overruled_by[objection]) &&
	       speaks_against(opinion, index, objection);
}

bool opinion_spoils(const struct opinion *opinion, unsigned int taken, unsigned int other)
{
	const struct function *of = &opinion->machine->functions[taken];
	const struct function *function = &opinion->machine->functions[other];

	return of->group >= 0 && of->group == function->group && function->has_module &&
	       !opinion_is_bridge(function) && !is_given(function) &&
	       !opinion->taken[other];
}
