/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "../helper/base/array.h"
#include "domain/window.h"
#include "facts.h"

enum {
	BARS = 6,
	/* linux/ioport.h; sysfs shows them in `resource`, also of a device that sleeps. */
	FLAG_MEMORY = 0x200,
	FLAG_64_BIT = 0x100000,
	CPUINFO_BYTES = 8192, /* the first processor is enough */
};

/* Adds the sizes of the 64-bit BARs of one function. */
static void bars_read(const struct vpb_root *root, struct vpb_address address,
	uint64_t *sizes, size_t *count)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[96], name[VPB_ADDRESS_BYTES];
	const char *line;

	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s/resource",
		vpb_address_format(address, name));
	if (vpb_root_read(root, path, &text) < 0)
		return;
	line = text.data;
	for (int i = 0; line && *line && i < BARS; i++) {
		uint64_t first, last, flags;

		if (sscanf(line, "%" SCNx64 " %" SCNx64 " %" SCNx64, &first, &last,
			    &flags) == 3 &&
			flags & FLAG_MEMORY && flags & FLAG_64_BIT && last > first)
			sizes[(*count)++] = last - first + 1;
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
}

static int window_read(const struct vpb_root *root, struct vpb_vm_facts *facts)
{
	VPB_CLEANUP(vpb_freep)
	uint64_t *sizes =
		calloc(facts->card_count * VPB_CARD_FUNCTIONS * BARS + 1, sizeof(*sizes));
	size_t count = 0;

	if (!sizes)
		return -ENOMEM;
	for (size_t i = 0; i < facts->card_count; i++)
		for (size_t j = 0; j < facts->cards[i].count; j++)
			bars_read(root, facts->cards[i].functions[j].host, sizes, &count);
	facts->bar_bytes = vpb_window_needed(sizes, count);
	return 0;
}

/* "address sizes	: 39 bits physical, 48 bits virtual" and "vendor_id	: GenuineIntel". */
static void processor_read(const struct vpb_root *root, struct vpb_vm_facts *facts)
{
	VPB_CLEANUP(vpb_closep) int fd = vpb_root_open_regular(root, "proc/cpuinfo", 0);
	char text[CPUINFO_BYTES + 1];
	ssize_t length = fd < 0 ? -1 : read(fd, text, CPUINFO_BYTES);
	const char *line;

	if (length <= 0)
		return;
	text[length] = '\0';
	line = strstr(text, "address sizes");
	if (line && (line = strchr(line, ':')))
		facts->cpu_bits = (unsigned int)strtoul(line + 1, NULL, 10);
	if (facts->cpu_bits > 64)
		facts->cpu_bits = 0;
	facts->maker = strstr(text, "GenuineIntel")   ? VPB_MAKER_INTEL
		       : strstr(text, "AuthenticAMD") ? VPB_MAKER_AMD
						      : VPB_MAKER_OTHER;
}

/* SMBIOS 3.7, 7.4.1: portable, laptop, notebook, hand held, sub notebook, tablet, convertible, detachable. */
static bool is_laptop(const struct vpb_root *root)
{
	static const char *const types[] = {"8", "9", "10", "11", "14", "30", "31", "32"};
	char word[16];

	return vpb_root_read_word(
		       root, "sys/class/dmi/id/chassis_type", word, sizeof(word)) == 0 &&
	       vpb_word_find(types, VPB_ARRAY_SIZE(types), word) < VPB_ARRAY_SIZE(types);
}

static void arch_read(const struct vpb_root *root, struct vpb_vm_facts *facts)
{
	struct utsname name;

	if (root->is_running_machine && uname(&name) == 0)
		snprintf(facts->arch, sizeof(facts->arch), "%.*s",
			(int)sizeof(facts->arch) - 1, name.machine);
	else if (vpb_root_read_word(root, "proc/sys/kernel/arch", facts->arch,
			 sizeof(facts->arch)) < 0)
		facts->arch[0] = '\0';
}

/* The kernel's PMUs for the two kinds (arch/x86/events/intel/core.c). */
static void cores_read(const struct vpb_root *root, struct vpb_vm_facts *facts)
{
	if (vpb_root_read_word(root, "sys/devices/cpu_core/cpus", facts->core_cpus,
		    sizeof(facts->core_cpus)) < 0 ||
		vpb_root_read_word(root, "sys/devices/cpu_atom/cpus", facts->atom_cpus,
			sizeof(facts->atom_cpus)) < 0)
		facts->core_cpus[0] = facts->atom_cpus[0] = '\0';
}

int vpb_vm_machine_read(const struct vpb_root *root, struct vpb_vm_facts *facts)
{
	cores_read(root, facts);
	processor_read(root, facts);
	facts->is_laptop = is_laptop(root);
	arch_read(root, facts);
	return window_read(root, facts);
}
