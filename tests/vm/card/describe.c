// SPDX-License-Identifier: GPL-2.0-or-later
#include "describe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 32

struct line {
	const char *name;
	unsigned int number;
	char *words[WORDS_MAX];
	unsigned int columns[WORDS_MAX];
	unsigned int count;
	char *error;
	size_t error_bytes;
};

/* Word @i may be one past the last: then the line ends too early. */
static int line_error(const struct line *line, unsigned int i, const char *message)
{
	bool past = i >= line->count;
	unsigned int last = line->count ? line->count - 1 : 0;
	const char *word = past ? line->words[last] : line->words[i];
	unsigned int column = past ? line->columns[last] : line->columns[i];

	snprintf(line->error, line->error_bytes, "%s:%u:%u: %s'%s': %s", line->name,
		line->number, column, past ? "after " : "", word, message);
	return -EINVAL;
}

static int line_split(struct line *line, char *text)
{
	char *at = text;

	line->count = 0;
	for (;;) {
		at += strspn(at, " \t\r\n");
		if (!*at || *at == '#')
			return 0;
		line->words[line->count] = at;
		line->columns[line->count] = (unsigned int)(at - text) + 1;
		line->count++;
		at += strcspn(at, " \t\r\n");
		if (*at)
			*at++ = '\0';
		if (line->count == WORDS_MAX)
			return line_error(
				line, WORDS_MAX - 1, "too many words in this line");
	}
}

static bool number_parse(const char *text, int base, uint64_t max, uint64_t *ret)
{
	unsigned long long value;
	char *end;

	/* strtoull() would take a sign and leading blanks. */
	if (!strchr("0123456789abcdefABCDEF", text[0]) || !text[0])
		return false;
	errno = 0;
	value = strtoull(text, &end, base);
	if (errno || *end || value > max)
		return false;
	*ret = value;
	return true;
}

static bool hex_parse(const char *text, size_t digits, uint32_t *ret)
{
	uint64_t value;

	if (strlen(text) != digits || strspn(text, "0123456789abcdefABCDEF") != digits ||
		!number_parse(text, 16, UINT32_MAX, &value))
		return false;
	*ret = (uint32_t)value;
	return true;
}

/* VVVV:DDDD */
static bool id_parse(const char *text, uint16_t *ret_first, uint16_t *ret_second)
{
	char half[5] = "";
	uint32_t first, second;

	if (strlen(text) != 9 || text[4] != ':')
		return false;
	memcpy(half, text, 4);
	if (!hex_parse(half, 4, &first) || !hex_parse(text + 5, 4, &second))
		return false;
	*ret_first = (uint16_t)first;
	*ret_second = (uint16_t)second;
	return true;
}

static const char *size_parse(char *text, uint64_t *ret_bytes)
{
	static const char units[] = "KMG";
	size_t length = strlen(text);
	unsigned int shift = 0;
	uint64_t value;

	if (length && strchr(units, text[length - 1])) {
		shift = 10 * (unsigned int)(strchr(units, text[length - 1]) - units + 1);
		text[length - 1] = '\0';
	}
	if (!number_parse(text, 10, UINT64_C(1) << 20, &value) || !value)
		return "the size has to be a number with K, M, G or nothing after it";
	if (value & (value - 1))
		return "the size has to be a power of two";
	*ret_bytes = value << shift;
	return NULL;
}

static const char *bar_parse(struct vpb_function *f, unsigned int n, char *text)
{
	struct vpb_bar bar = {0};
	char *rest, *word = strtok_r(text, ":", &rest);
	const char *wrong = size_parse(word ? word : text, &bar.size_bytes);

	if (wrong)
		return wrong;
	while ((word = strtok_r(NULL, ":", &rest))) {
		if (!strcmp(word, "64"))
			bar.wide = true;
		else if (!strcmp(word, "prefetch"))
			bar.prefetch = true;
		else if (!strcmp(word, "io"))
			bar.io = true;
		else
			return "after the size only :64, :prefetch and :io can stand";
	}
	if (f->bar[n].size_bytes)
		return "this BAR stands twice";
	if (bar.io && (bar.wide || bar.prefetch))
		return "an I/O BAR is neither 64 bits wide nor prefetchable";
	if (bar.io ? bar.size_bytes < 4 || bar.size_bytes > 256 : bar.size_bytes < 16)
		return "a BAR has 16 bytes or more; an I/O BAR 4 to 256";
	if (!bar.wide && bar.size_bytes > UINT32_C(1) << 31)
		return "so large a BAR has to be :64";
	if (bar.wide && n == VPB_REGION_BAR5)
		return "the last BAR has no room for the upper half of a 64-bit one";
	f->bar[n] = bar;
	return NULL;
}

static const char *rom_parse(struct vpb_function *f, char *text)
{
	const char *wrong = size_parse(text, &f->bar[VPB_REGION_ROM].size_bytes);
	uint64_t bytes = f->bar[VPB_REGION_ROM].size_bytes;

	if (!wrong && (bytes < 2048 || bytes > VPB_ROM_BYTES_MAX))
		wrong = "a ROM has 2K to 64K";
	return wrong;
}

/* Returns NULL, or what is wrong with the word. */
static const char *function_word(struct vpb_function *f, char *word)
{
	char *value = strchr(word, '=');
	uint32_t number;

	if (!strcmp(word, "msi")) {
		f->msi = true;
		return NULL;
	}
	if (!value)
		return "not a word of a function line";
	value++;
	if (!strncmp(word, "id=", 3))
		return id_parse(value, &f->vendor, &f->device) ? NULL : "not VVVV:DDDD";
	if (!strncmp(word, "subsystem=", 10))
		return id_parse(value, &f->subvendor, &f->subdevice) ? NULL
								     : "not VVVV:DDDD";
	if (!strncmp(word, "class=", 6))
		return hex_parse(value, 6, &f->class) ? NULL
						      : "not six hexadecimal digits";
	if (!strncmp(word, "revision=", 9)) {
		if (!hex_parse(value, 2, &number))
			return "not two hexadecimal digits";
		f->revision = (uint8_t)number;
		return NULL;
	}
	if (!strncmp(word, "pin=", 4)) {
		if (value[0] < 'A' || value[0] > 'D' || value[1])
			return "a pin is A, B, C or D";
		f->pin = (uint8_t)(value[0] - 'A' + 1);
		return NULL;
	}
	if (!strncmp(word, "rom=", 4))
		return rom_parse(f, value);
	if (!strncmp(word, "bar", 3) && word[3] >= '0' && word[3] <= '5' &&
		word[4] == '=')
		return bar_parse(f, (unsigned int)(word[3] - '0'), value);
	return "not a word of a function line";
}

static int function_line(const struct line *line, struct vpb_card *card)
{
	struct vpb_function *f;
	uint64_t number;
	unsigned int i;

	if (line->count < 2 ||
		!number_parse(line->words[1], 10, VPB_CARD_FUNCTIONS - 1, &number))
		return line_error(line, 1, "a function's number is 0 to 7");
	f = &card->functions[number];
	if (f->present)
		return line_error(line, 1, "this function stands twice");
	for (i = 2; i < line->count; i++) {
		/* Parsing cuts the word up: an error shows it whole. */
		char whole[128];
		const char *wrong;

		snprintf(whole, sizeof(whole), "%s", line->words[i]);
		wrong = function_word(f, line->words[i]);
		if (wrong) {
			struct line shown = *line;

			shown.words[i] = whole;
			return line_error(&shown, i, wrong);
		}
	}
	if (!f->vendor)
		return line_error(line, line->count, "id=VVVV:DDDD is missing");
	if (!f->class)
		return line_error(line, line->count, "class=CCCCCC is missing");
	for (i = 0; i < VPB_REGION_BAR5; i++) {
		if (f->bar[i].wide && f->bar[i + 1].size_bytes)
			return line_error(line, line->count,
				"a BAR stands in the upper half of the one before it");
	}
	f->present = true;
	card->function_count++;
	return 0;
}

static int register_line(const struct line *line, struct vpb_card *card)
{
	struct vpb_register r = {0};
	struct vpb_function *f;
	uint64_t number, offset, value, mask = 0, bytes;

	if (line->count < 2 ||
		!number_parse(line->words[1], 10, VPB_CARD_FUNCTIONS - 1, &number) ||
		!card->functions[number].present)
		return line_error(line, 1, "no function line above has this number");
	f = &card->functions[number];
	if (f->register_count == VPB_CARD_REGISTERS)
		return line_error(line, 0, "too many registers");
	r.region = VPB_REGIONS;
	for (unsigned int i = 0; line->count > 2 && i <= VPB_REGION_CONFIG; i++) {
		if (i != VPB_REGION_ROM && !strcmp(line->words[2], vpb_region_name(i)))
			r.region = (enum vpb_region)i;
	}
	if (r.region == VPB_REGIONS)
		return line_error(line, 2, "a register is in bar0 to bar5 or in config");
	bytes = r.region == VPB_REGION_CONFIG ? VPB_CONFIG_BYTES
					      : f->bar[r.region].size_bytes;
	if (!bytes)
		return line_error(line, 2, "this function has no such BAR");
	if (line->count < 4 || !number_parse(line->words[3], 0, UINT32_MAX, &offset) ||
		offset % 4)
		return line_error(line, 3, "the offset has to be a multiple of four");
	if (offset >= bytes)
		return line_error(line, 3, "the offset is beyond the region's end");
	if (line->count < 5 || !number_parse(line->words[4], 0, UINT32_MAX, &value))
		return line_error(line, 4, "the value has to be a number of 32 bits");
	if (line->count > 5 &&
		(strncmp(line->words[5], "write=", 6) ||
			!number_parse(line->words[5] + 6, 0, UINT32_MAX, &mask)))
		return line_error(line, 5, "only write=MASK can stand here");
	if (line->count > 6)
		return line_error(line, 6, "nothing can stand here");
	r.offset = (uint32_t)offset;
	r.value = (uint32_t)value;
	r.writable = (uint32_t)mask;
	f->registers[f->register_count++] = r;
	return 0;
}

int vpb_card_read(FILE *file, const char *name, struct vpb_card *ret_card,
	char *ret_error, size_t error_bytes)
{
	struct line line = {.name = name, .error = ret_error, .error_bytes = error_bytes};
	struct vpb_card card = {0};
	size_t bytes = 0;
	char *text = NULL;
	int r = 0;

	while (!r && getline(&text, &bytes, file) >= 0) {
		line.number++;
		r = line_split(&line, text);
		if (r || !line.count)
			continue;
		if (!strcmp(line.words[0], "function"))
			r = function_line(&line, &card);
		else if (!strcmp(line.words[0], "register"))
			r = register_line(&line, &card);
		else
			r = line_error(
				&line, 0, "a line starts with function or register");
	}
	free(text);
	if (!r && ferror(file)) {
		snprintf(ret_error, error_bytes, "%s: cannot be read", name);
		r = -EIO;
	}
	if (!r && !card.functions[0].present) {
		snprintf(ret_error, error_bytes, "%s: it has no function 0", name);
		r = -EINVAL;
	}
	if (!r)
		*ret_card = card;
	return r;
}

const char *vpb_region_name(unsigned int region)
{
	static const char *const names[VPB_REGIONS] = {
		"bar0", "bar1", "bar2", "bar3", "bar4", "bar5", "rom", "config", "vga"};

	return region < VPB_REGIONS ? names[region] : "?";
}
