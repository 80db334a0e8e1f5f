/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What speaks against a device: section 4 of the design, and the early classes of section 2. */

#include <string.h>

#include "oracle.h"

const char *const objection_names[OBJECTION_COUNT] = {"unreadable", "bridge", "no-iommu",
	"foreign", "driver-first", "boot-display", "unsafe-driver", "pf-with-vfs", "late",
	"last-display", "carriers", "group-system", "system-disk", "network-root",
	"keyboard", "default-route"};

/* What a rule has to allow; 0 where nobody can. */
static const unsigned int overruled_by[OBJECTION_COUNT] = {
	[AGAINST_BOOT_DISPLAY] = ALLOW_BOOT_DISPLAY,
	[AGAINST_UNSAFE_DRIVER] = ALLOW_UNSAFE_DRIVER,
	[AGAINST_PF_WITH_VFS] = ALLOW_PF_WITH_VFS,
	[AGAINST_LAST_DISPLAY] = ALLOW_LAST_DISPLAY,
	[AGAINST_KEYBOARD] = ALLOW_KEYBOARD,
	[AGAINST_DEFAULT_ROUTE] = ALLOW_DEFAULT_ROUTE,
	[AGAINST_GROUP_SYSTEM] = ALLOW_GROUP_SYSTEM,
};

bool oracle_is_bridge(const struct function *function)
{
	return function->is_bridge || function->class_code == 0x0600 ||
	       function->class_code == 0x0601;
}

/*
 * Something that a person can look at: 3D controllers and virtual functions have no socket, and a
 * "display controller" (0380) beside a VGA function is that one's second output.
 */
static bool is_screen(const struct machine *machine, const struct function *function)
{
	if (function->class_code >> 8 != 0x03 || function->class_code == 0x0302 ||
		function->is_vf)
		return false;
	for (unsigned int i = 0; function->class_code == 0x0380 && i < machine->count;
		i++)
		if (machine->functions[i].class_code == 0x0300 &&
			place_is_same_slot(machine->functions[i].place, function->place))
			return false;
	return true;
}

/* Given to guests already, whoever did it. */
static bool is_given(const struct function *function)
{
	return strcmp(function->driver, "vfio-pci") == 0 ||
	       strcmp(function->driver, "pci-stub") == 0;
}

/* No driver but that one may have it, and it has not got it. */
static bool is_reserved(const struct function *function)
{
	return *function->override && strcmp(function->override, function->driver) != 0;
}

static bool is_unsafe(const char *driver)
{
	static const char drivers[] = " nvidia nouveau amdgpu radeon i915 xe ";
	char word[WORD_BYTES + 2];

	snprintf(word, sizeof(word), " %s ", driver);
	return *driver && strstr(drivers, word);
}

/* What may carry the system, the keyboard or the key, and only the real root can tell. */
static bool is_late(const struct oracle *oracle, unsigned int index)
{
	uint16_t class_code = oracle->machine->functions[index].class_code;

	if (oracle->is_companion[index])
		return false;
	switch (class_code >> 8) {
	case 0x03:
	case 0x04:
	case 0x0b:
	case 0x12:
		return false;
	case 0x02:
		return oracle->asked->has_network_root ||
		       oracle->machine->comes_over_network;
	}
	return true;
}

/*
 * Whether taking this screen leaves none. Of those that were asked for as well, one that the
 * host keeps for another reason counts as left, as far as that was known before: a driver that
 * cannot be unbound and virtual functions may be looked at later, so either answer is right.
 */
static bool is_last_screen(const struct oracle *oracle, unsigned int index)
{
	static const enum objection known_before[] = {AGAINST_UNREADABLE, AGAINST_BRIDGE,
		AGAINST_NO_IOMMU, AGAINST_FOREIGN, AGAINST_DRIVER_FIRST,
		AGAINST_BOOT_DISPLAY, AGAINST_GROUP_SYSTEM};
	const struct machine *machine = oracle->machine;

	if (!is_screen(machine, &machine->functions[index]))
		return false;
	for (unsigned int i = 0; i < machine->count; i++) {
		bool stays = !oracle->taken[i];

		if (!is_screen(machine, &machine->functions[i]) || !stays ||
			is_given(&machine->functions[i]) ||
			is_reserved(&machine->functions[i]))
			continue;
		/* A screen that is taken needs any other; one that was refused, a sure one. */
		if (oracle->taken[index] || !oracle->claimed[i])
			return false;
		for (size_t j = 0; j < COUNT_OF(known_before); j++)
			if (oracle_objects(oracle, i, known_before[j]))
				return false;
	}
	return true;
}

/* Whether another that stays may be looked at after this one, and so did not count as left. */
static bool is_kept_for_certain(const struct oracle *oracle, unsigned int index)
{
	for (unsigned int i = 0; i < AGAINST_KEYBOARD; i++)
		if (oracle_objects(oracle, index, i))
			return true;
	return !oracle->claimed[index];
}

/* As with screens: one that is taken needs any other keyboard; one that was refused, a sure one. */
static bool is_last_keyboard(const struct oracle *oracle, unsigned int index)
{
	const struct machine *machine = oracle->machine;

	if (!oracle->may_have_keyboard[index] || machine->is_keyboard_told)
		return false;
	for (unsigned int i = 0; i < machine->count; i++)
		if (oracle->may_have_keyboard[i] && !oracle->may_be_other[i] &&
			!oracle->taken[i] &&
			(oracle->taken[index] || is_kept_for_certain(oracle, i)))
			return false;
	return true;
}

/* It came with a display of its group, which was judged by that: the VM takes both together. */
static bool follows_display(const struct oracle *oracle, unsigned int index)
{
	const struct function *functions = oracle->machine->functions;

	for (unsigned int i = 0;
		oracle->is_companion[index] && i < oracle->machine->count; i++)
		if (oracle->taken[i] && functions[i].class_code >> 8 == 0x03 &&
			functions[i].vendor == functions[index].vendor &&
			functions[i].group == functions[index].group)
			return true;
	return false;
}

static bool speaks_against(
	const struct oracle *oracle, unsigned int index, enum objection objection)
{
	const struct function *function = &oracle->machine->functions[index];

	switch (objection) {
	case AGAINST_UNREADABLE:
		return function->unreadable;
	case AGAINST_BRIDGE:
		return oracle_is_bridge(function);
	case AGAINST_NO_IOMMU:
		return function->group < 0 && !oracle->machine->is_noiommu;
	case AGAINST_FOREIGN:
		return *function->override && strcmp(function->override, "vfio-pci") != 0;
	case AGAINST_DRIVER_FIRST:
		return oracle->machine->is_plugged && *function->driver &&
		       !is_given(function);
	case AGAINST_BOOT_DISPLAY:
		return function->is_boot_vga || function->has_framebuffer;
	case AGAINST_UNSAFE_DRIVER:
		return is_unsafe(function->driver);
	case AGAINST_PF_WITH_VFS:
		return function->vf_count > 0;
	case AGAINST_LATE:
		return is_late(oracle, index);
	case AGAINST_LAST_DISPLAY:
		return is_last_screen(oracle, index);
	case AGAINST_CARRIERS:
		return oracle->machine->is_told && oracle->machine->is_told_badly &&
		       !oracle->machine->is_plugged && function_may_carry(function);
	case AGAINST_GROUP_SYSTEM:
		return oracle->machine->is_told && !oracle->machine->is_plugged &&
		       oracle->machine->takes_groups && !is_late(oracle, index) &&
		       !follows_display(oracle, index) &&
		       oracle_shares_with_system(oracle, index, false);
	case AGAINST_SYSTEM_DISK:
		return oracle->may_have_system[index];
	case AGAINST_NETWORK_ROOT:
		return oracle->may_have_network[index];
	case AGAINST_KEYBOARD:
		return is_last_keyboard(oracle, index);
	case AGAINST_DEFAULT_ROUTE:
		return oracle->may_have_route[index];
	case OBJECTION_COUNT:
		break;
	}
	return false;
}

bool oracle_objects(
	const struct oracle *oracle, unsigned int index, enum objection objection)
{
	return !(oracle->allowed[index] & overruled_by[objection]) &&
	       speaks_against(oracle, index, objection);
}

bool oracle_shares_with_system(
	const struct oracle *oracle, unsigned int index, bool is_late)
{
	const struct machine *machine = oracle->machine;

	for (unsigned int i = 0; i < machine->count; i++) {
		const struct function *other = &machine->functions[i];

		if (i != index && other->group >= 0 &&
			other->group == machine->functions[index].group &&
			!oracle_is_bridge(other) &&
			(is_late ? other->has_system || other->carries_network
				 : oracle->may_have_system[i] ||
						oracle->may_have_network[i]))
			return true;
	}
	return false;
}

bool oracle_spoils(const struct oracle *oracle, unsigned int taken, unsigned int other)
{
	const struct function *of = &oracle->machine->functions[taken];
	const struct function *function = &oracle->machine->functions[other];

	if (of->group < 0 || of->group != function->group || is_given(function) ||
		oracle->taken[other])
		return false;
	/* What other devices hang on has a driver that leaves them alone, or none. */
	if (function->is_bridge)
		return *function->driver && strcmp(function->driver, "pcieport") != 0;
	return function->has_module;
}
