// SPDX-License-Identifier: GPL-2.0-or-later
#include "table.h"
#include "record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 64
#define CELL_BYTES 48

/* Seconds with one digit from the field of milliseconds, or @never. */
static void seconds_cell(
	const char *line, const char *field, const char *never, char *ret)
{
	char value[24];
	long ms = vpb_field(line, field, value, sizeof(value)) ? strtol(value, NULL, 10)
							       : -1;

	if (ms < 0)
		snprintf(ret, CELL_BYTES, "%s", never);
	else
		snprintf(ret, CELL_BYTES, "%ld.%ld s", ms / 1000, ms % 1000 / 100);
}

static void driver_cell(const char *line, char *ret)
{
	char driver[24] = "?", tried[24] = "none";

	vpb_field(line, "driver", driver, sizeof(driver));
	vpb_field(line, "tried", tried, sizeof(tried));
	if (strcmp(driver, "none") == 0 && strcmp(tried, "none") != 0)
		snprintf(ret, CELL_BYTES, "none (%s tried)", tried);
	else
		snprintf(ret, CELL_BYTES, "%s", driver);
}

static void row_print(FILE *file, const char *label, char (*cells)[CELL_BYTES])
{
	fprintf(file, "  %-36s %-26s %s\n", label, cells[0], cells[1]);
}

/* lspci's name without the ids and the revision at its end. */
static size_t name_length(const char *name)
{
	const char *bracket = strrchr(name, '[');

	return bracket && bracket > name ? (size_t)(bracket - name) - 1 : strlen(name);
}

static void function_compare(const struct vpb_lines *records, const char *line,
	const char *address, FILE *file)
{
	const char *lines[2] = {line, vpb_record_line(&records[1], "function", address)};
	const char *name = vpb_record_line(&records[0], "name", address);
	char cells[2][CELL_BYTES], id[16] = "?";

	vpb_field(line, "id", id, sizeof(id));
	name = name ? strstr(name, address) + strlen(address) + 1 : "";
	fprintf(file, "\n%s  %s  %.*s\n", address, id, (int)name_length(name), name);
	if (!lines[1])
		lines[1] = "";
	for (int i = 0; i < 2; i++)
		driver_cell(lines[i], cells[i]);
	row_print(file, "driver in use", cells);
	for (int i = 0; i < 2; i++)
		if (!vpb_field(lines[i], "accesses", cells[i], CELL_BYTES))
			strcpy(cells[i], "?");
	row_print(file, "register accesses by the host", cells);
	for (int i = 0; i < 2; i++)
		seconds_cell(lines[i], "link-ms", "never", cells[i]);
	row_print(file, "driver bound, since kernel start", cells);
	for (int i = 0; i < 2; i++)
		seconds_cell(lines[i], "first-ms", "never", cells[i]);
	row_print(file, "first access, since kernel start", cells);
}

int vpb_table_compare(const char *without, const char *with, FILE *file)
{
	struct vpb_lines records[2] = {0};
	char address[16], words[2][WORD_BYTES];
	int error = vpb_lines_read_at(without, "record", &records[0]);

	if (!error)
		error = vpb_lines_read_at(with, "record", &records[1]);
	for (int i = 0; i < 2 && !error; i++)
		if (strcmp(vpb_record_get(&records[i], "verdict", words[0], WORD_BYTES),
			    "ok") != 0)
			error = -EINVAL;
	if (!error) {
		fprintf(file, "Debian %s, kernel %s\n\n  %-36s %-26s %s\n",
			vpb_record_get(&records[0], "suite", words[0], WORD_BYTES),
			vpb_record_get(&records[0], "kernel", words[1], WORD_BYTES), "",
			"without vfio-prebind", "with vfio-prebind");
		for (size_t i = 0; i < records[0].count; i++)
			if (vpb_word_is(records[0].line[i], 0, "function") &&
				vpb_word(records[0].line[i], 1, address, sizeof(address)))
				function_compare(
					records, records[0].line[i], address, file);
	}
	for (int i = 0; i < 2; i++)
		vpb_lines_done(&records[i]);
	return error;
}
