// SPDX-License-Identifier: GPL-2.0-or-later
#include "record.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/*
 * When the driver that is there took the function: vfio-prebind's report says so itself,
 * of another driver the kernel log's first line is all there is.
 */
static long link_ms(
	const struct vpb_facts *facts, const char *address, const char *driver)
{
	const char *report = vpb_facts_report(facts, address);
	char value[32], module[32];
	long heard_ms;

	if (strcmp(driver, "none") == 0)
		return -1;
	if (strcmp(driver, "vfio-pci") == 0)
		return report && vpb_field(report, "linked-us", value, sizeof(value))
			       ? strtol(value, NULL, 10) / 1000
			       : -1;
	return vpb_facts_module_heard(facts, address, module, sizeof(module), &heard_ms)
		       ? heard_ms
		       : -1;
}

static void function_write(
	const struct vpb_evidence *evidence, const char *address, FILE *file)
{
	const struct vpb_facts *facts = &evidence->facts;
	struct vpb_function_facts found;
	struct vpb_trace_counts counts;
	char tried[32] = "none", name[160];
	long tried_ms = -1, init_ms = vpb_facts_moment_ms(facts, VPB_FACTS_INIT);

	if (!vpb_facts_function(facts, address, &found))
		return;
	vpb_trace_count(&evidence->trace, address, &counts);
	vpb_facts_module_heard(facts, address, tried, sizeof(tried), &tried_ms);
	if (counts.first_ms >= 0)
		counts.first_ms = init_ms < 0 ? -1 : counts.first_ms + init_ms;
	fprintf(file,
		"function %s id=%s class=%s driver=%s accesses=%u link-ms=%ld tried=%s "
		"tried-ms=%ld first-ms=%ld\n",
		address, found.id, found.class, found.driver,
		counts.reads + counts.writes, link_ms(facts, address, found.driver),
		tried, tried_ms, counts.first_ms);
	if (vpb_facts_lspci_name(facts, address, name, sizeof(name)))
		fprintf(file, "name %s %s\n", address, name);
}

/* DIR/about holds what made the guest's image, such as "dracut 106-6". */
static void system_write(const struct vpb_run *run, FILE *file)
{
	struct vpb_lines about = {0};

	fprintf(file, "system %s\nsuite %s\ninit %s\n", run->system->name,
		vpb_pairs_get(run->system, "suite", 0),
		vpb_pairs_get(run->system, "init", 0));
	if (vpb_lines_read_at(run->dir, "about", &about) == 0 && about.count > 0)
		fprintf(file, "generator %s\n", about.line[0]);
	vpb_lines_done(&about);
}

/* How long /init ran before it gave way to the real root's. */
static void initramfs_write(const struct vpb_facts *facts, FILE *file)
{
	long init_ms = vpb_facts_moment_ms(facts, VPB_FACTS_INIT);
	long root_ms = vpb_facts_moment_ms(facts, VPB_FACTS_ROOT);

	if (init_ms >= 0 && root_ms > init_ms)
		fprintf(file, "initramfs-ms %ld\n", root_ms - init_ms);
}

int vpb_record_write(const struct vpb_run *run, const struct vpb_evidence *evidence,
	const struct vpb_verdict *verdict)
{
	struct vpb_section kernel;
	const char *line;
	char path[PATH_MAX], address[16];
	int failed;
	FILE *file;

	if (snprintf(path, sizeof(path), "%s/record", run->dir) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	file = fopen(path, "we");
	if (!file)
		return -errno;
	fprintf(file, "scenario %s\nmutant %s\n", evidence->scenario->name,
		run->mutant ? run->mutant : "none");
	system_write(run, file);
	if (vpb_facts_section(&evidence->facts, "kernel", &kernel) && kernel.count > 0)
		fprintf(file, "kernel %s\n", kernel.line[0]);
	initramfs_write(&evidence->facts, file);
	fprintf(file, "verdict %s\n", verdict->ok ? "ok" : "not-ok");
	for (unsigned int i = 0;
		(line = vpb_pairs_get(evidence->scenario, "function", i)); i++)
		if (vpb_word(line, 0, address, sizeof(address)))
			function_write(evidence, address, file);
	vpb_verdict_print(verdict, file);
	failed = ferror(file);
	failed |= fclose(file);
	return failed ? -EIO : 0;
}

int vpb_run_judge(const struct vpb_run *run, const struct vpb_pairs *scenario,
	const char *control, struct vpb_verdict *ret_verdict)
{
	struct vpb_evidence evidence;
	int error;

	vpb_evidence_read(&evidence, scenario, run->system, run->dir, control);
	vpb_verdict_init(ret_verdict);
	vpb_evidence_check(&evidence, ret_verdict);
	vpb_expectations_check(&evidence, ret_verdict);
	error = vpb_record_write(run, &evidence, ret_verdict);
	vpb_evidence_done(&evidence);
	return error;
}

const char *vpb_record_get(
	const struct vpb_lines *record, const char *key, char *ret, size_t bytes)
{
	size_t length = strlen(key);

	snprintf(ret, bytes, "?");
	for (size_t i = 0; i < record->count; i++)
		if (strncmp(record->line[i], key, length) == 0 &&
			record->line[i][length] == ' ') {
			snprintf(ret, bytes, "%s", record->line[i] + length + 1);
			break;
		}
	return ret;
}

const char *vpb_record_line(
	const struct vpb_lines *record, const char *key, const char *address)
{
	for (size_t i = 0; i < record->count; i++)
		if (vpb_word_is(record->line[i], 0, key) &&
			vpb_word_is(record->line[i], 1, address))
			return record->line[i];
	return NULL;
}
