/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the reading stands; a mistake is told once and ends it. */
struct reader {
	const char *path;
	unsigned int line;
	const char *begin; /* of the line, for the column */
	char *rest;
	struct machine *machine;
};

static bool mistake(const struct reader *reader, const char *at, const char *what)
{
	fprintf(stderr, "%s:%u:%u: '%s': %s\n", reader->path, reader->line,
		(unsigned int)(at - reader->begin) + 1, at, what);
	return false;
}

/* The next word of the line, cut off, or NULL. */
static char *word_next(struct reader *reader)
{
	char *word = reader->rest + strspn(reader->rest, " \t");

	if (!*word)
		return NULL;
	reader->rest = word + strcspn(word, " \t");
	if (*reader->rest)
		*reader->rest++ = '\0';
	return word;
}

/* All of `text` as a number of exactly `digits` hexadecimal digits, or up to eight for 0. */
static bool hex_parse(const char *text, size_t length, size_t digits, unsigned int *value)
{
	char copy[9];

	if (length > 8 || length == 0 || (digits && length != digits) ||
		strspn(text, "0123456789abcdef") < length)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	*value = (unsigned int)strtoul(copy, NULL, 16);
	return true;
}

static bool address_parse(const char *text, struct address *address)
{
	size_t domain = strcspn(text, ":");
	const char *rest = text + domain;

	return domain >= 4 && strlen(rest) == 8 && rest[3] == ':' && rest[6] == '.' &&
	       hex_parse(text, domain, 0, &address->domain) &&
	       hex_parse(rest + 1, 2, 2, &address->bus) &&
	       hex_parse(rest + 4, 2, 2, &address->device) && address->device < 32 &&
	       hex_parse(rest + 7, 1, 1, &address->function) && address->function < 8;
}

static int device_find(const struct machine *machine, const struct address *address)
{
	for (size_t i = 0; i < machine->device_count; i++)
		if (memcmp(&machine->devices[i].address, address, sizeof(*address)) == 0)
			return (int)i;
	return NONE;
}

static bool pair_parse(const char *text, unsigned int *first, unsigned int *second)
{
	return strlen(text) == 9 && text[4] == ':' && hex_parse(text, 4, 4, first) &&
	       hex_parse(text + 5, 4, 4, second);
}

static bool number_parse(const char *text, int *value)
{
	char *end;

	*value = (int)strtol(text, &end, 10);
	return *text && !*end && *value >= 0;
}

static bool buses_parse(const char *text, struct device *device)
{
	device->has_bus = true;
	device->header = 1;
	if (!hex_parse(text, strlen(text) < 2 ? strlen(text) : 2, 2, &device->bus_first))
		return false;
	device->bus_last = device->bus_first;
	return !text[2] || (text[2] == '-' && hex_parse(text + 3, strlen(text + 3), 2,
						      &device->bus_last));
}

static bool name_take(const char *text, char *name)
{
	if (strlen(text) >= NAME_BYTES || strchr(text, '/'))
		return false;
	strcpy(name, strcmp(text, "none") == 0 ? "" : text);
	return true;
}

static bool reference_take(const struct machine *machine, const char *text, int *index)
{
	struct address address;

	if (strcmp(text, "none") == 0) {
		*index = NONE;
		return true;
	}
	if (!address_parse(text, &address))
		return false;
	*index = device_find(machine, &address);
	return *index != NONE;
}

static bool optional_parse(const char *text, int *value)
{
	*value = NONE;
	return strcmp(text, "none") == 0 || number_parse(text, value);
}

/* Returns NULL, or what should have stood there. */
static const char *value_parse(const struct machine *machine, struct device *device,
	const char *key, const char *text)
{
#define KEY(name, parse, want) \
	if (strcmp(key, name) == 0) \
		return (parse) ? NULL : (want);
	KEY("id", pair_parse(text, &device->vendor, &device->product), "id=VVVV:DDDD")
	KEY("subsystem", pair_parse(text, &device->subvendor, &device->subproduct),
		"subsystem=VVVV:DDDD")
	KEY("class", hex_parse(text, strlen(text), 6, &device->class_code),
		"class= has six hexadecimal digits")
	KEY("rev", hex_parse(text, strlen(text), 2, &device->revision),
		"rev= has two hexadecimal digits")
	KEY("header", hex_parse(text, strlen(text), 1, &device->header),
		"header=0, 1 or 2")
	KEY("bus", buses_parse(text, device), "bus=BB or bus=BB-BB")
	KEY("parent", reference_take(machine, text, &device->parent),
		"no earlier line has this address")
	KEY("behind", reference_take(machine, text, &device->behind),
		"no earlier line has this address")
	KEY("physfn", reference_take(machine, text, &device->physfn),
		"no earlier line has this address")
	KEY("group", optional_parse(text, &device->group), "a number, or none")
	KEY("boot_vga", optional_parse(text, &device->boot_vga), "0 or 1")
	KEY("framebuffer", number_parse(text, &device->framebuffer), "0 or 1")
	KEY("numvfs", optional_parse(text, &device->vf_count), "a number, or none")
	KEY("totalvfs", optional_parse(text, &device->vf_total), "a number, or none")
	KEY("driver", name_take(text, device->driver), "a driver's name, or none")
	KEY("reset", name_take(text, device->reset), "words with '+' between them")
	KEY("power", name_take(text, device->power), "active or suspended")
	KEY("override", name_take(text, device->override), "a driver's name, or none")
#undef KEY
	return "no such key, see machine.h";
}

static bool device_check(const struct reader *reader, const struct device *device)
{
	const struct device *parent =
		device->parent == NONE ? NULL : &reader->machine->devices[device->parent];

	if (!device->vendor || !device->class_code)
		return mistake(reader, reader->begin, "a device needs id= and class=");
	if (parent &&
		(!parent->has_bus || parent->address.domain != device->address.domain ||
			device->address.bus < parent->bus_first ||
			device->address.bus > parent->bus_last))
		return mistake(
			reader, reader->begin, "the parent has no such bus below it");
	return true;
}

static bool device_read(struct reader *reader, const char *verb)
{
	struct machine *machine = reader->machine;
	struct device *device = &machine->devices[machine->device_count];
	bool is_new = strcmp(verb, "device") == 0;
	struct address address;
	char *word = word_next(reader);
	int index;

	if (!word || !address_parse(word, &address))
		return mistake(
			reader, word ? word : reader->rest, "an address with all digits");
	index = device_find(machine, &address);
	if (is_new ? index != NONE : index == NONE)
		return mistake(reader, word,
			is_new ? "this address is there already"
			       : "no earlier line has it");
	if (machine->device_count == DEVICES_MAX)
		return mistake(reader, word, "too many devices");
	if (is_new)
		*device = (struct device){.address = address,
			.parent = NONE,
			.behind = NONE,
			.physfn = NONE,
			.group = NONE,
			.boot_vga = NONE,
			.vf_count = NONE,
			.vf_total = NONE};
	else
		device = &machine->devices[index];
	if (strcmp(verb, "remove") == 0)
		device->is_removed = true;
	while ((word = word_next(reader))) {
		char *value = strchr(word, '='), key[NAME_BYTES];
		const char *wrong;

		snprintf(key, sizeof(key), "%.*s", (int)strcspn(word, "="), word);
		wrong = value ? value_parse(machine, device, key, value + 1)
			      : "KEY=VALUE";
		if (wrong)
			return mistake(reader, word, wrong);
	}
	machine->device_count += is_new;
	return device_check(reader, device);
}

/* `none` forgets the names of earlier lines. */
static bool names_read(struct reader *reader, char names[][NAME_BYTES], size_t *count)
{
	char *word;

	while ((word = word_next(reader))) {
		if (strcmp(word, "none") == 0)
			*count = 0;
		else if (*count == NAMES_MAX || !name_take(word, names[(*count)++]))
			return mistake(reader, word, "too many names, or no name");
	}
	return true;
}

static bool parameter_read(struct reader *reader)
{
	struct machine *machine = reader->machine;
	struct parameter *parameter = &machine->parameters[machine->parameter_count++];
	char *module = word_next(reader), *name = word_next(reader);
	char *value = word_next(reader);

	return (value && machine->parameter_count < NAMES_MAX &&
		       name_take(module, parameter->module) &&
		       name_take(name, parameter->name) &&
		       name_take(value, parameter->value)) ||
	       mistake(reader, reader->begin, "parameter MODULE NAME VALUE");
}

static bool line_read(struct reader *reader)
{
	struct machine *machine = reader->machine;
	char *verb = word_next(reader);

	if (!verb)
		return true;
	if (strcmp(verb, "cmdline") == 0) {
		snprintf(machine->cmdline, sizeof(machine->cmdline), "%s",
			reader->rest + strspn(reader->rest, " \t"));
		return true;
	}
	if (strcmp(verb, "device") == 0 || strcmp(verb, "change") == 0 ||
		strcmp(verb, "remove") == 0)
		return device_read(reader, verb);
	if (strcmp(verb, "modules") == 0)
		return names_read(reader, machine->modules, &machine->module_count);
	if (strcmp(verb, "drivers") == 0)
		return names_read(reader, machine->drivers, &machine->driver_count);
	if (strcmp(verb, "parameter") == 0)
		return parameter_read(reader);
	if (strcmp(verb, "boot-id") == 0 || strcmp(verb, "release") == 0) {
		char *word = word_next(reader);

		return (word && name_take(word, *verb == 'b' ? machine->boot_id
							     : machine->release)) ||
		       mistake(reader, reader->rest, "the word is missing");
	}
	if (strcmp(verb, "block") == 0) {
		char *line = reader->rest + strspn(reader->rest, " \t");

		if (machine->block_count == BLOCKS_MAX || strlen(line) >= BLOCK_BYTES)
			return mistake(
				reader, line, "too many block devices, or too long");
		strcpy(machine->blocks[machine->block_count++], line);
		return true;
	}
	if (strcmp(verb, "vmcore") == 0)
		return machine->has_vmcore = true;
	return mistake(reader, verb, "no such line, see machine.h");
}

bool machine_read(const char *path, struct machine *machine)
{
	struct reader reader = {.path = path, .machine = machine};
	FILE *file = fopen(path, "re");
	char line[4096];
	bool fine = true;

	if (!file) {
		perror(path);
		return false;
	}
	while (fine && fgets(line, sizeof(line), file)) {
		bool is_cmdline = strncmp(line, "cmdline", 7) == 0;

		reader.line++;
		/* A command line may hold a '#' of its own. */
		line[strcspn(line, is_cmdline ? "\n" : "#\n")] = '\0';
		reader.begin = reader.rest = line;
		fine = line_read(&reader);
	}
	fclose(file);
	return fine;
}
