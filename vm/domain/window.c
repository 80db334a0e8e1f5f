/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"

#define MIB UINT64_C(0x100000)
#define CLASSIC_BYTES (UINT64_C(32) << 30)

enum {
	QEMU_BITS = 40,
	/* Beyond, OVMF uses no more (without five levels of page tables). */
	OVMF_BITS = 46,
	INTEL_BITS = 39,
};

uint64_t vpb_window_needed(const uint64_t *sizes, size_t count)
{
	uint64_t bytes = 0;

	/* Placed from the largest on, each is at a multiple of its size by itself. */
	for (size_t i = 0; i < count; i++)
		if (__builtin_add_overflow(bytes, sizes[i], &bytes))
			return UINT64_MAX;
	return bytes;
}

unsigned int vpb_window_bits(xmlNode *domain, const struct vpb_vm_facts *facts)
{
	const char *mode = vpb_xml_get(domain, "cpu", "mode");
	bool is_host = mode && (strcmp(mode, "host-passthrough") == 0 ||
				       strcmp(mode, "maximum") == 0);
	unsigned long bits, limit;

	if (vpb_xml_is(domain, "cpu/maxphysaddr", "mode", "emulate"))
		return vpb_xml_number(domain, "cpu/maxphysaddr", "bits", &bits) &&
				       bits <= 64
			       ? (unsigned int)bits
			       : 0;
	if (!is_host && !vpb_xml_is(domain, "cpu/maxphysaddr", "mode", "passthrough"))
		return QEMU_BITS;
	if (vpb_xml_number(domain, "cpu/maxphysaddr", "limit", &limit) &&
		limit < facts->cpu_bits)
		return (unsigned int)limit;
	return facts->cpu_bits;
}

/* "pc-q35-10.1" and later; the plain names mean the newest. Distributions' own names are unknown. */
static bool is_since_10_1(xmlNode *domain)
{
	const char *machine = vpb_xml_get(domain, "os/type", "machine");
	const char *version = machine ? strrchr(machine, '-') : NULL;
	unsigned int major, minor;

	return machine &&
	       (strcmp(machine, "q35") == 0 || strcmp(machine, "pc") == 0 ||
		       (version && sscanf(version, "-%u.%u", &major, &minor) == 2 &&
			       (major > 10 || (major == 10 && minor >= 1))));
}

uint64_t vpb_window_made(xmlNode *domain, const struct vpb_vm_facts *facts)
{
	unsigned int bits = vpb_window_bits(domain, facts);

	if (!bits ||
		(facts->maker == VPB_MAKER_INTEL &&
			(bits == QEMU_BITS ||
				(bits == INTEL_BITS && is_since_10_1(domain)))) ||
		(facts->maker == VPB_MAKER_OTHER && bits == QEMU_BITS))
		return CLASSIC_BYTES;
	bits = bits > OVMF_BITS ? OVMF_BITS : bits;
	return bits < 38 ? CLASSIC_BYTES : UINT64_C(1) << (bits - 3);
}

uint64_t vpb_window_asked_mib(xmlNode *domain, xmlNode **ret_argument)
{
	static const char name[] = "opt/ovmf/X-PciMmio64Mb,string=";

	VPB_XML_EACH(argument, vpb_xml_find(domain, "commandline"), "arg")
	{
		const char *value = vpb_xml_get(argument, "", "value");
		const char *word = value ? strstr(value, name) : NULL;

		/* QEMU takes the name with and without "name=". */
		if (!word || (word != value && word != value + strlen("name=")))
			continue;
		*ret_argument = argument;
		return strtoull(word + sizeof(name) - 1, NULL, 10);
	}
	return 0;
}

uint64_t vpb_window_want_mib(xmlNode *domain, const struct vpb_vm_facts *facts)
{
	uint64_t made = vpb_window_made(domain, facts), want = 64 * 1024;

	if (!vpb_domain_is_x86(domain) || !vpb_domain_is_uefi(domain) ||
		facts->bar_bytes < made)
		return 0;
	/* Other devices of the VM have BARs as well. */
	while (want * MIB <= facts->bar_bytes && want < UINT64_MAX / MIB / 2)
		want *= 2;
	return want;
}
