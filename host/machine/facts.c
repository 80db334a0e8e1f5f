/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/sys/folder.h"
#include "cmdline.h"

void vpb_facts_done(struct vpb_facts *facts)
{
	for (size_t i = 0; i < facts->other_count; i++) {
		free(facts->others[i].path);
		free(facts->others[i].word);
	}
	free(facts->others);
	free(facts->kernels);
	free(facts->cmdline);
	*facts = (struct vpb_facts){};
}

static int group_take(const struct vpb_root *root, const char *folder, const char *name,
	struct vpb_facts *facts)
{
	(void)root, (void)folder, (void)name;
	facts->has_groups = true;
	return 0;
}

static void running_config_read(const struct vpb_root *root, struct vpb_facts *facts)
{
	char release[VPB_NAME_BYTES * 2];

	if (vpb_root_read_word(
		    root, "proc/sys/kernel/osrelease", release, sizeof(release)) == 0)
		vpb_facts_read_config(root, release, &facts->config);
}

/* Chips whose interrupts are remapped are called IR-something (drivers/iommu/, *_irq_chip). */
static void interrupts_read(const struct vpb_root *root, struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char word[4];

	if (vpb_root_read(root, "proc/interrupts", &text) == 0 && text.data &&
		(strstr(text.data, "IO-APIC") || strstr(text.data, "PCI-MSI")))
		facts->remaps_interrupts = strstr(text.data, " IR-") ? VPB_YES : VPB_NO;
	facts->allows_unsafe_interrupts =
		vpb_root_read_word(root,
			"sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts",
			word, sizeof(word)) == 0 &&
		word[0] == 'Y';
}

/* "none [integrity] confidentiality": the one that holds is in brackets. */
static void lockdown_read(const struct vpb_root *root, struct vpb_facts *facts)
{
	char words[VPB_NAME_BYTES];
	const char *open, *close;

	if (vpb_root_read_word(
		    root, "sys/kernel/security/lockdown", words, sizeof(words)) < 0)
		return;
	open = strchr(words, '[');
	close = open ? strchr(open, ']') : NULL;
	if (close)
		snprintf(facts->lockdown, sizeof(facts->lockdown), "%.*s",
			(int)(close - open - 1), open + 1);
}

/* What only seems not to be there would have words left out that the next boot needs. */
static int fact_fail(const char *path, int r)
{
	vpb_log(VPB_LOG_ERROR, "/%s could not be read: %s", path, strerror(-r));
	return r;
}

static int cmdline_read(const struct vpb_root *root, struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_root_read(root, "proc/cmdline", &text);

	if (r < 0 && r != -ENOENT)
		return fact_fail("proc/cmdline", r);
	facts->cmdline = strdup(r == 0 && text.data ? text.data : "");
	return facts->cmdline ? 0 : -ENOMEM;
}

static int table_find(const struct vpb_root *root, const char *path, bool *ret_found)
{
	int r = vpb_root_look(root, path);

	*ret_found = r > 0;
	return r < 0 ? fact_fail(path, r) : 0;
}

bool vpb_facts_group_is_reserved(const struct vpb_root *root, unsigned int group)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX], *rest, *line;

	snprintf(
		path, sizeof(path), "sys/kernel/iommu_groups/%u/reserved_regions", group);
	if (vpb_root_read(root, path, &text) < 0)
		return false;
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		const char *kind = strrchr(line, ' ');

		if (kind && strcmp(kind + 1, "direct") == 0)
			return true;
	}
	return false;
}

int vpb_facts_read(const struct vpb_root *root, struct vpb_facts *ret_facts)
{
	VPB_CLEANUP(vpb_facts_done) struct vpb_facts facts = {};
	int r = cmdline_read(root, &facts);

	if (r == 0)
		r = vpb_facts_each_entry(
			root, "sys/kernel/iommu_groups", group_take, &facts);
	if (r == 0)
		r = table_find(root, "sys/firmware/acpi/tables/DMAR", &facts.has_dmar);
	if (r == 0)
		r = table_find(root, "sys/firmware/acpi/tables/IVRS", &facts.has_ivrs);
	facts.platform = vpb_platform_find(root);
	running_config_read(root, &facts);
	interrupts_read(root, &facts);
	lockdown_read(root, &facts);
	if (r == 0)
		r = vpb_facts_read_kernels(root, &facts);
	if (r == 0)
		r = vpb_facts_read_conflicts(root, &facts);
	if (r == 0)
		r = vpb_facts_read_switchers(root, &facts);
	if (r < 0)
		return r;
	*ret_facts = facts;
	facts = (struct vpb_facts){};
	return 0;
}

const char *vpb_facts_iommu_switch(const struct vpb_facts *facts)
{
	/* The other maker's word does nothing. */
	if (!facts->has_ivrs && vpb_cmdline_tells_intel_off(facts->cmdline))
		return "intel_iommu";
	if (!facts->has_dmar && vpb_cmdline_has(facts->cmdline, "amd_iommu", "off"))
		return "amd_iommu";
	return vpb_cmdline_has(facts->cmdline, "iommu", "off") ? "iommu" : NULL;
}
