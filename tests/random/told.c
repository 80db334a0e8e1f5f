/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What an image was told when it was built, on a machine that was much like this one. */

#include <stdarg.h>
#include <string.h>

#include "machine.h"

/* The number, of eight bytes, is the last capability. */
void serial_write(uint32_t serial, unsigned char config[CONFIG_BYTES])
{
	memset(config, 0, CONFIG_BYTES);
	config[0x100] = 3;
	config[0x102] = 1;
	for (int i = 0; i < 4; i++)
		config[0x104 + i] = (unsigned char)(serial >> 8 * i);
}

/* By the reference of FNV-1a (draft-eastlake-fnv), in its wide form. */
const char *serial_show(uint32_t serial, char digits[DIGITS_BYTES])
{
	unsigned char config[CONFIG_BYTES];
	uint64_t hash = 2166136261;

	serial_write(serial, config);
	for (int i = 0; i < 8; i++)
		hash = ((hash ^ config[0x104 + i]) * 16777619) % 4294967296;
	snprintf(digits, DIGITS_BYTES, "%08x", (unsigned int)hash);
	return digits;
}

static void path_find(
	const struct machine *machine, const struct function *function, struct told *told)
{
	const struct function *chain[TOLD_STEPS_MAX];
	unsigned int count = 0;

	while (function->has_above && count < TOLD_STEPS_MAX) {
		chain[count++] = function;
		function = &machine->functions[machine_find(machine, function->above)];
	}
	told->has_path = count && !function->has_above;
	told->port = function->place;
	told->step_count = 0;
	while (told->has_path && count > 0)
		told->steps[told->step_count++] = chain[--count]->place;
}

/* Since then it may have got another address, another slot, or gone for another model. */
static void age(struct prng *prng, struct told *told)
{
	unsigned int dice = prng_below(prng, 100);

	if (dice < 55)
		return;
	/* The card was replaced by another of its model, or its number could not be read. */
	if (prng_chance(prng, 25))
		told->serial = prng_chance(prng, 50) ? 0 : told->serial + 1;
	if (dice < 80)
		told->place.bus = (uint8_t)(told->place.bus + 37);
	if (dice >= 65 && dice < 80)
		told->has_path = false;
	if (dice >= 80 && dice < 90)
		told->subdevice ^= 1;
	if (dice >= 90)
		told->device ^= 0x10;
}

/* Two cards of one model have changed places. */
static void swap(const struct machine *machine, const struct function *function,
	struct prng *prng, struct told *told)
{
	unsigned int start = prng_below(prng, machine->count);

	for (unsigned int i = 0; i < machine->count; i++) {
		const struct function *other =
			&machine->functions[(start + i) % machine->count];

		if (other == function || other->vendor != function->vendor ||
			other->device != function->device)
			continue;
		told->place = other->place;
		told->has_path = false;
		return;
	}
}

static void function_tell(
	struct machine *machine, const struct function *function, struct prng *prng)
{
	struct told *told = &machine->told[machine->told_count++];

	*told = (struct told){.place = function->place,
		.vendor = function->vendor,
		.device = function->device,
		.subvendor = function->subvendor,
		.subdevice = function->subdevice,
		.serial = function->serial,
		.has_system = prng_chance(prng, 40),
		.carries_network = prng_chance(prng, 25),
		.has_default_route = prng_chance(prng, 30)};
	/* A file names no function that carries nothing. */
	told->has_keyboard =
		prng_chance(prng, 50) ||
		!(told->has_system || told->carries_network || told->has_default_route);
	path_find(machine, function, told);
	if (prng_chance(prng, 30))
		swap(machine, function, prng, told);
	else
		age(prng, told);
}

void machine_tell(struct machine *machine, struct prng *prng)
{
	machine->told_count = 0;
	machine->is_told = prng_chance(prng, 70);
	machine->is_told_badly = prng_chance(prng, 20);
	machine->is_keyboard_told = prng_chance(prng, 30);
	for (unsigned int i = 0; i < machine->count; i++) {
		const struct function *function = &machine->functions[i];

		/* What cannot be read is left in any case, and is in no place. */
		if (function->unreadable || function->is_bridge ||
			machine->told_count == TOLD_MAX ||
			!function_may_carry(function) ||
			!prng_chance(prng, function->class_code == 0x0c03 ? 50 : 25))
			continue;
		function_tell(machine, function, prng);
	}
}

static void __attribute__((format(printf, 2, 3)))
say(char text[TOLD_BYTES], const char *format, ...)
{
	size_t length = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + length, TOLD_BYTES - length, format, args);
	va_end(args);
}

static void told_say(const struct told *told, char text[TOLD_BYTES])
{
	char place[PLACE_BYTES], digits[DIGITS_BYTES];
	const char *comma = " ";

	say(text, "carrier %s=%04x:%04x", place_show(told->place, place), told->vendor,
		told->device);
	if (told->subvendor || told->subdevice)
		say(text, ":%04x:%04x", told->subvendor, told->subdevice);
	say(text, " %s", told->has_path ? place_show(told->port, place) : "-");
	for (unsigned int i = 0; told->has_path && i < told->step_count; i++)
		say(text, "/%02x.%u", told->steps[i].device, told->steps[i].function);
	say(text, " %s", told->serial ? serial_show(told->serial, digits) : "unknown");
	for (int i = 0; i < 4; i++) {
		const struct {
			bool is;
			const char *word;
		} words[] = {{told->has_system, "system"},
			{told->carries_network, "network-root"},
			{told->has_default_route, "default-route"},
			{told->has_keyboard, "keyboard"}};

		if (!words[i].is)
			continue;
		say(text, "%s%s", comma, words[i].word);
		comma = ",";
	}
	say(text, "%s\n", told->has_system ? " carries the system" : "");
}

void told_write(const struct machine *machine, char text[TOLD_BYTES])
{
	*text = '\0';
	say(text, "vfio-prebind carriers 1\nrebuild MAKE THE IMAGE\n");
	if (machine->is_keyboard_told)
		say(text, "keyboard-elsewhere\n");
	if (machine->takes_groups)
		say(text, "takes-groups\n");
	for (unsigned int i = 0; i < machine->told_count; i++)
		told_say(&machine->told[i], text);
	if (!machine->is_told_badly)
		say(text, "end\n");
}
