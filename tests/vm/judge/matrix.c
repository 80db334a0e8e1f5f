// SPDX-License-Identifier: GPL-2.0-or-later
#include "record.h"
#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 64
#define CELL_BYTES 96
/* The runs that a system's line is about. */
#define WITHOUT "control"
#define WITH "bound-identity"

struct row {
	char scenario[WORD_BYTES], system[WORD_BYTES];
	bool ok;
	struct vpb_lines record;
};

static unsigned int rows_read(char *const *dirs, unsigned int count, struct row *rows)
{
	unsigned int found = 0;
	char verdict[WORD_BYTES];

	for (unsigned int i = 0; i < count; i++) {
		struct row *row = &rows[found];

		if (vpb_lines_read_at(dirs[i], "record", &row->record))
			continue;
		vpb_record_get(&row->record, "scenario", row->scenario, WORD_BYTES);
		vpb_record_get(&row->record, "system", row->system, WORD_BYTES);
		vpb_record_get(&row->record, "verdict", verdict, WORD_BYTES);
		row->ok = strcmp(verdict, "ok") == 0;
		found++;
	}
	return found;
}

static const struct row *row_find(const struct row *rows, unsigned int count,
	const char *scenario, const char *system)
{
	for (unsigned int i = 0; i < count; i++)
		if (strcmp(rows[i].scenario, scenario) == 0 &&
			strcmp(rows[i].system, system) == 0)
			return &rows[i];
	return NULL;
}

/* The values of @field of all functions, in their order: "0, 0". */
static void cell_values(const struct row *row, const char *field, char *ret)
{
	size_t at = 0;
	char value[32];

	ret[0] = '\0';
	for (size_t i = 0; i < row->record.count && at < CELL_BYTES; i++)
		if (vpb_word_is(row->record.line[i], 0, "function") &&
			vpb_field(row->record.line[i], field, value, sizeof(value)))
			at += (size_t)snprintf(ret + at, CELL_BYTES - at, "%s%s",
				at > 0 ? ", " : "", value);
}

/* When the last function was bound; "never" where one was not. */
static void cell_bound(const struct row *row, char *ret)
{
	long last = -1, ms;
	char value[32];

	for (size_t i = 0; i < row->record.count; i++) {
		if (!vpb_word_is(row->record.line[i], 0, "function") ||
			!vpb_field(row->record.line[i], "link-ms", value, sizeof(value)))
			continue;
		ms = strtol(value, NULL, 10);
		if (ms < 0) {
			snprintf(ret, CELL_BYTES, "never");
			return;
		}
		if (ms > last)
			last = ms;
	}
	snprintf(ret, CELL_BYTES, "%ld.%ld s", last / 1000, last % 1000 / 100);
}

static void system_print(const struct row *without, const struct row *with, FILE *file)
{
	static const char *const keys[] = {"generator", "init", "suite", "kernel"};
	char cell[CELL_BYTES];

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		fprintf(file, "| %s ",
			vpb_record_get(&with->record, keys[i], cell, sizeof(cell)));
	for (int i = 0; i < 2; i++) {
		cell_values(i ? with : without, "driver", cell);
		fprintf(file, "| %s ", cell);
		cell_values(i ? with : without, "accesses", cell);
		fprintf(file, "| %s ", cell);
	}
	cell_bound(with, cell);
	fprintf(file, "| %s |%s\n", cell, without->ok && with->ok ? "" : " NOT OK");
}

static void systems_print(const struct row *rows, unsigned int count, FILE *file)
{
	bool headed = false;

	for (unsigned int i = 0; i < count; i++) {
		const struct row *with = row_find(rows, count, WITH, rows[i].system);

		if (strcmp(rows[i].scenario, WITHOUT) != 0 || !with)
			continue;
		if (!headed)
			fputs("| image by | its init | Debian | kernel | drivers without us "
			      "| accesses | drivers with us | accesses | bound after |\n"
			      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
				file);
		headed = true;
		system_print(&rows[i], with, file);
	}
	if (headed)
		fputc('\n', file);
}

static void scenario_print(
	const struct row *rows, unsigned int count, const char *scenario, FILE *file)
{
	unsigned int ok = 0, all = 0;

	for (unsigned int i = 0; i < count; i++) {
		if (strcmp(rows[i].scenario, scenario) != 0)
			continue;
		all++;
		ok += rows[i].ok;
	}
	fprintf(file, "%-24s ok on %u of %u", scenario, ok, all);
	for (unsigned int i = 0; i < count; i++)
		if (strcmp(rows[i].scenario, scenario) == 0 && (all < 4 || !rows[i].ok))
			fprintf(file, "%s%s", rows[i].ok ? "  " : "  NOT OK on ",
				rows[i].system);
	fputc('\n', file);
}

int vpb_table_matrix(char *const *dirs, unsigned int count, FILE *file)
{
	struct row *rows = calloc(count + 1, sizeof(*rows));
	unsigned int found;

	if (!rows)
		return -ENOMEM;
	found = rows_read(dirs, count, rows);
	systems_print(rows, found, file);
	for (unsigned int i = 0; i < found; i++) {
		bool first = true;

		for (unsigned int k = 0; k < i; k++)
			first = first && strcmp(rows[k].scenario, rows[i].scenario) != 0;
		if (first)
			scenario_print(rows, found, rows[i].scenario, file);
	}
	for (unsigned int i = 0; i < found; i++)
		vpb_lines_done(&rows[i].record);
	free(rows);
	return 0;
}
