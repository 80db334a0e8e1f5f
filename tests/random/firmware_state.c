/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What firmware and kernel made of the hardware. */

#include <stdlib.h>
#include <string.h>

#include "machine.h"

static int place_order(struct place a, struct place b)
{
	if (a.domain != b.domain)
		return a.domain < b.domain ? -1 : 1;
	if (a.bus != b.bus)
		return a.bus - b.bus;
	if (a.device != b.device)
		return a.device - b.device;
	return a.function - b.function;
}

static int function_order(const void *a, const void *b)
{
	return place_order(
		((const struct function *)a)->place, ((const struct function *)b)->place);
}

int machine_find(const struct machine *machine, struct place place)
{
	for (unsigned int i = 0; i < machine->count; i++)
		if (place_order(machine->functions[i].place, place) == 0)
			return (int)i;
	return -1;
}

/* Steps of a length that has no factor in common with the count come by each once. */
unsigned int machine_listed(const struct machine *machine, unsigned int turn)
{
	unsigned int step = machine->listing % machine->count, a = step,
		     b = machine->count;

	if (!machine->listing)
		return turn;
	while (b) {
		unsigned int rest = a % b;

		a = b;
		b = rest;
	}
	return a == 1 ? (turn * step + machine->listing) % machine->count
		      : machine->count - 1 - turn;
}

bool place_is_same_slot(struct place a, struct place b)
{
	return a.domain == b.domain && a.bus == b.bus && a.device == b.device;
}

const char *place_show(struct place place, char buffer[PLACE_BYTES])
{
	snprintf(buffer, PLACE_BYTES, "%04x:%02x:%02x.%u", place.domain, place.bus,
		place.device & 0x1fu, place.function & 7u);
	return buffer;
}

/* Which functions an IOMMU can tell apart. */
enum grouping {
	BY_FUNCTION,
	BY_SLOT,
	BY_ROOT_PORT,
	OFF,
};

static int group_of(const struct machine *machine, unsigned int index, enum grouping how)
{
	int top = (int)index;

	if (how == OFF)
		return -1;
	if (how == BY_ROOT_PORT)
		while (machine->functions[top].has_above)
			top = machine_find(machine, machine->functions[top].above);
	for (int i = 0; how != BY_FUNCTION && i < top; i++)
		if (place_is_same_slot(
			    machine->functions[i].place, machine->functions[top].place))
			return i;
	return top;
}

static void groups_make(struct machine *machine, struct prng *prng)
{
	static const enum grouping ways[] = {BY_FUNCTION, BY_FUNCTION, BY_SLOT, BY_SLOT,
		BY_SLOT, BY_ROOT_PORT, BY_ROOT_PORT, OFF};
	enum grouping how = PRNG_PICK(prng, ways);

	for (unsigned int i = 0; i < machine->count; i++)
		machine->functions[i].group =
			prng_chance(prng, 3) ? -1 : group_of(machine, i, how);
	machine->is_noiommu = how == OFF && prng_chance(prng, 40);
}

static const char *usual_driver(struct prng *prng, const struct function *function)
{
	static const char *const nvidia[] = {"nouveau", "nvidia", "nvidiafb"};
	static const char *const amd[] = {"amdgpu", "radeon"};
	static const char *const intel[] = {"i915", "xe"};

	switch (function->class_code >> 8) {
	case 0x01:
		return "nvme";
	case 0x02:
		return "igb";
	case 0x03:
		return function->vendor == 0x10de   ? PRNG_PICK(prng, nvidia)
		       : function->vendor == 0x1002 ? PRNG_PICK(prng, amd)
		       : function->vendor == 0x8086 ? PRNG_PICK(prng, intel)
						    : "ast";
	case 0x04:
		return "snd_hda_intel";
	case 0x06:
		return "pcieport";
	case 0x0c:
		return "xhci_hcd";
	}
	return "some-driver";
}

static void driver_make(struct function *function, struct prng *prng)
{
	static const char *const overrides[] = {"pci-stub", "none", "uio_pci_generic"};
	unsigned int dice = prng_below(prng, 100);
	const char *driver = "";

	if (dice < 35)
		driver = usual_driver(prng, function);
	else if (dice < 42)
		driver = "vfio-pci";
	else if (dice < 44)
		driver = "pci-stub";
	snprintf(function->driver, sizeof(function->driver), "%s", driver);
	dice = prng_below(prng, 100);
	if (dice < 8)
		snprintf(function->override, sizeof(function->override), "vfio-pci");
	else if (dice < 13)
		snprintf(function->override, sizeof(function->override), "%s",
			PRNG_PICK(prng, overrides));
	function->has_module = *driver || prng_chance(prng, 60);
}

static int display_pick(
	const struct machine *machine, struct prng *prng, uint16_t class_code)
{
	unsigned int start = prng_below(prng, machine->count);

	for (unsigned int i = 0; i < machine->count; i++) {
		unsigned int at = (start + i) % machine->count;
		const struct function *function = &machine->functions[at];

		if (!function->is_vf && (class_code ? function->class_code == class_code
						    : function->class_code >> 8 == 3))
			return (int)at;
	}
	return -1;
}

void machine_set_firmware_state(struct machine *machine, struct prng *prng)
{
	static const char *const attributes[] = {"vendor", "class", "boot_vga",
		"iommu_group", "driver_override", "sriov_numvfs"};
	int booted = prng_chance(prng, 85) ? display_pick(machine, prng, 0x0300) : -1;
	/* Often on one that is no VGA: only there does the picture stay when it is taken. */
	static const uint16_t others[] = {0x0302, 0x0380, 0x0301};
	int other = display_pick(machine, prng, PRNG_PICK(prng, others));
	int drawn = prng_chance(prng, 30)		  ? display_pick(machine, prng, 0)
		    : prng_chance(prng, 95) && other >= 0 ? other
		    : prng_chance(prng, 60)		  ? booted
							  : -1;

	groups_make(machine, prng);
	for (unsigned int i = 0; i < machine->count; i++) {
		struct function *function = &machine->functions[i];

		driver_make(function, prng);
		function->is_boot_vga = booted == (int)i;
		function->has_framebuffer = drawn == (int)i;
		if (prng_chance(prng, 2))
			function->unreadable = PRNG_PICK(prng, attributes);
	}
}

void machine_make(struct machine *machine, struct prng *prng)
{
	machine_build(machine, prng);
	qsort(machine->functions, machine->count, sizeof(*machine->functions),
		function_order);
	machine_set_firmware_state(machine, prng);
}

void machine_print(const struct machine *machine, FILE *file)
{
	char place[PLACE_BYTES];

	fprintf(file, "# machine: %u functions%s%s\n", machine->count,
		machine->is_noiommu ? ", noiommu is on" : "",
		machine->is_plugged ? ", each slot is plugged in" : "");
	for (unsigned int i = 0; i < machine->count; i++) {
		const struct function *f = &machine->functions[i];

		fprintf(file, "#   %s %04x:%04x %04x%02x sub=%04x:%04x",
			place_show(f->place, place), f->vendor, f->device, f->class_code,
			f->prog_if, f->subvendor, f->subdevice);
		if (f->group >= 0)
			fprintf(file, " group=%d", f->group);
		if (f->has_above)
			fprintf(file, " below=%s", place_show(f->above, place));
		if (f->vf_count)
			fprintf(file, " vfs=%u", f->vf_count);
		if (*f->driver)
			fprintf(file, " driver=%s", f->driver);
		if (*f->override)
			fprintf(file, " override=%s", f->override);
		if (f->unreadable)
			fprintf(file, " unreadable=%s", f->unreadable);
		fprintf(file, "%s%s%s%s%s\n", f->is_bridge ? " bridge" : "",
			f->is_vf ? " vf" : "", f->is_boot_vga ? " boot-vga" : "",
			f->has_framebuffer ? " framebuffer" : "",
			f->has_module ? " module" : "");
	}
}
