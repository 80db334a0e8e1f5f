// SPDX-License-Identifier: GPL-2.0-or-later
#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 64
#define CELL_BYTES 48

/* The word behind @key on its line, or "?". */
static const char *record_get(
	const struct vpb_lines *record, const char *key, char *ret, size_t bytes)
{
	for (size_t i = 0; i < record->count; i++)
		if (vpb_word_is(record->line[i], 0, key) &&
			vpb_word(record->line[i], 1, ret, bytes))
			return ret;
	snprintf(ret, bytes, "?");
	return ret;
}

/* The line "KEY ADDRESS ...", or NULL. */
static const char *record_line(
	const struct vpb_lines *record, const char *key, const char *address)
{
	for (size_t i = 0; i < record->count; i++)
		if (vpb_word_is(record->line[i], 0, key) &&
			vpb_word_is(record->line[i], 1, address))
			return record->line[i];
	return NULL;
}

struct row {
	char scenario[WORD_BYTES], suite[WORD_BYTES], verdict[WORD_BYTES],
		kernel[WORD_BYTES];
};

static unsigned int rows_read(char *const *dirs, unsigned int count, struct row *rows)
{
	unsigned int found = 0;
	struct vpb_lines record;

	for (unsigned int i = 0; i < count; i++) {
		struct row *row = &rows[found];

		if (vpb_lines_read_at(dirs[i], "record", &record))
			continue;
		record_get(&record, "scenario", row->scenario, WORD_BYTES);
		record_get(&record, "suite", row->suite, WORD_BYTES);
		record_get(&record, "verdict", row->verdict, WORD_BYTES);
		record_get(&record, "kernel", row->kernel, WORD_BYTES);
		vpb_lines_done(&record);
		found++;
	}
	return found;
}

/* Whether an earlier row has the same word; rows keep the order in which they ran. */
static bool seen_before(const struct row *rows, unsigned int nth, bool suite)
{
	for (unsigned int i = 0; i < nth; i++)
		if (strcmp(suite ? rows[i].suite : rows[i].scenario,
			    suite ? rows[nth].suite : rows[nth].scenario) == 0)
			return true;
	return false;
}

static const char *cell(const struct row *rows, unsigned int count, const char *scenario,
	const char *suite)
{
	for (unsigned int i = 0; i < count; i++)
		if (strcmp(rows[i].scenario, scenario) == 0 &&
			strcmp(rows[i].suite, suite) == 0)
			return strcmp(rows[i].verdict, "ok") == 0 ? "ok" : "NOT OK";
	return "-";
}

int vpb_table_matrix(char *const *dirs, unsigned int count, FILE *file)
{
	struct row *rows = calloc(count + 1, sizeof(*rows));
	unsigned int found;

	if (!rows)
		return -ENOMEM;
	found = rows_read(dirs, count, rows);
	fprintf(file, "%-24s", "scenario");
	for (unsigned int i = 0; i < found; i++)
		if (!seen_before(rows, i, true))
			fprintf(file, "%s (%s)  ", rows[i].suite, rows[i].kernel);
	fputc('\n', file);
	for (unsigned int i = 0; i < found; i++) {
		if (seen_before(rows, i, false))
			continue;
		fprintf(file, "%-24s", rows[i].scenario);
		for (unsigned int k = 0; k < found; k++)
			if (!seen_before(rows, k, true))
				fprintf(file, "%-*s",
					(int)(strlen(rows[k].suite) +
						strlen(rows[k].kernel) + 5),
					cell(rows, found, rows[i].scenario,
						rows[k].suite));
		fputc('\n', file);
	}
	free(rows);
	return 0;
}

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
	const char *lines[2] = {line, record_line(&records[1], "function", address)};
	const char *name = record_line(&records[0], "name", address);
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
		if (strcmp(record_get(&records[i], "verdict", words[0], WORD_BYTES),
			    "ok") != 0)
			error = -EINVAL;
	if (!error) {
		fprintf(file, "Debian %s, kernel %s\n\n  %-36s %-26s %s\n",
			record_get(&records[0], "suite", words[0], WORD_BYTES),
			record_get(&records[0], "kernel", words[1], WORD_BYTES), "",
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
