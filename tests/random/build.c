/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The hardware: root ports, switches and cards as they are sold, in random order. */

#include <string.h>

#include "machine.h"

enum {
	INTEL = 0x8086,
	NVIDIA = 0x10de,
	AMD_GPU = 0x1002,
	AMD = 0x1022,
	ASPEED = 0x1a03,
	/* No chain of cards is begun beyond this many functions. */
	FUNCTIONS_ENOUGH = 180,
};

/* Where the next functions go: a slot. */
struct spot {
	uint32_t domain;
	uint8_t bus, device;
	bool has_above;
	struct place above;
};

struct builder {
	struct machine *machine;
	struct prng *prng;
	uint8_t next_bus[4]; /* one a domain */
};

static struct function *add(struct builder *builder, const struct spot *spot,
	unsigned int number, uint16_t vendor, uint16_t device, uint16_t class_code)
{
	struct machine *machine = builder->machine;
	struct function *function = &machine->functions[machine->count++];

	*function = (struct function){
		.place = {spot->domain, spot->bus, spot->device, (uint8_t)number},
		.has_above = spot->has_above,
		.above = spot->above,
		.vendor = vendor,
		.device = device,
		.subvendor = prng_chance(builder->prng, 80) ? 0x1458 : 0x1043,
		.subdevice = prng_chance(builder->prng, 70) ? 0x4000 : 0x4001,
		.class_code = class_code,
		.group = -1,
	};
	return function;
}

/* Each domain counts its own buses; 0 is where its root ports are. */
static uint8_t bus_take(struct builder *builder, uint32_t domain)
{
	return ++builder->next_bus[(domain & 1) | (domain >> 15 & 2)];
}

/* A bridge in the spot; what is below it goes to *ret_below. */
static void bridge_add(struct builder *builder, const struct spot *spot,
	unsigned int number, uint16_t vendor, struct spot *ret_below)
{
	struct function *bridge = add(builder, spot, number, vendor,
		(uint16_t)(0x1900 + prng_below(builder->prng, 4)), 0x0604);

	bridge->is_bridge = true;
	*ret_below = (struct spot){.domain = spot->domain,
		.bus = bus_take(builder, spot->domain),
		.has_above = true,
		.above = bridge->place};
}

static uint16_t display_id(struct builder *builder, uint16_t vendor)
{
	static const uint16_t nvidia[] = {0x2820, 0x2484, 0x1f08};
	static const uint16_t amd[] = {0x73bf, 0x164e};
	static const uint16_t intel[] = {0x56a0, 0x4680};

	if (vendor == NVIDIA)
		return PRNG_PICK(builder->prng, nvidia);
	return vendor == INTEL ? PRNG_PICK(builder->prng, intel)
			       : PRNG_PICK(builder->prng, amd);
}

static uint16_t audio_id(uint16_t vendor)
{
	return vendor == NVIDIA ? 0x22bd : vendor == INTEL ? 0x4f90 : 0xab28;
}

static struct function *display_add(
	struct builder *builder, const struct spot *spot, uint16_t vendor)
{
	static const uint16_t classes[] = {
		0x0300, 0x0300, 0x0300, 0x0300, 0x0302, 0x0302, 0x0380, 0x0301};
	uint16_t class_code = PRNG_PICK(builder->prng, classes);
	struct function *function =
		add(builder, spot, 0, vendor, display_id(builder, vendor), class_code);

	if (class_code == 0x0300 && prng_chance(builder->prng, 5))
		function->prog_if = 1;
	return function;
}

static void gpu_add(struct builder *builder, const struct spot *spot)
{
	static const uint16_t vendors[] = {NVIDIA, NVIDIA, AMD_GPU, INTEL};
	static const uint16_t strangers[] = {0x1080, 0x0c03, 0x0403, 0x0c80, 0x0108};
	struct prng *prng = builder->prng;
	uint16_t vendor = PRNG_PICK(prng, vendors);
	unsigned int number = 1;

	display_add(builder, spot, vendor);
	if (prng_chance(prng, 85))
		add(builder, spot, number++, vendor, audio_id(vendor), 0x0403);
	if (prng_chance(prng, 40))
		add(builder, spot, number++, vendor, 0x1ad8, 0x0c03)->prog_if = 0x30;
	if (prng_chance(prng, 40))
		add(builder, spot, number++, vendor, 0x1ad9, 0x0c80);
	/* Older cards of AMD have a second output so. */
	if (prng_chance(prng, 10))
		add(builder, spot, number++, vendor, 0x5b70, 0x0380);
	for (; number < 8 && prng_chance(prng, 20); number++) {
		uint16_t other = prng_chance(prng, 70) ? AMD : vendor;

		add(builder, spot, number, other, 0x15e2, PRNG_PICK(prng, strangers));
	}
}

/* An Intel Arc: the card brings a switch along, display and audio are below different ports. */
static void arc_add(struct builder *builder, const struct spot *spot)
{
	struct prng *prng = builder->prng;
	uint16_t vendor = prng_chance(prng, 80) ? INTEL : AMD_GPU;
	uint16_t of_switch = prng_chance(prng, 75) ? vendor : 0x10b5;
	struct spot below, port, first, second;

	bridge_add(builder, spot, 0, of_switch, &below);
	port = below;
	port.device = 1;
	bridge_add(builder, &port, 0, of_switch, &first);
	display_add(builder, &first, vendor);
	port.device = 4;
	bridge_add(builder, &port, 0, of_switch, &second);
	add(builder, &second, 0, prng_chance(prng, 85) ? vendor : AMD, audio_id(vendor),
		prng_chance(prng, 85) ? 0x0403 : 0x0c03);
}

/*
 * A processor with graphics: in its slot sit the security processor, which the host needs, the
 * keyboard's USB, and sound, and the display's own audio is of another maker's id than those.
 */
static void apu_add(struct builder *builder, const struct spot *spot)
{
	struct prng *prng = builder->prng;
	unsigned int number = 3, controllers = prng_between(prng, 1, 3);

	add(builder, spot, 0, AMD_GPU, 0x164e, 0x0300);
	add(builder, spot, 1, AMD_GPU, 0x1640, 0x0403);
	add(builder, spot, 2, AMD, 0x1649, 0x1080);
	for (unsigned int i = 0; i < controllers; i++)
		add(builder, spot, number++, AMD, (uint16_t)(0x15b6 + i), 0x0c03)
			->prog_if = 0x30;
	if (prng_chance(prng, 50))
		add(builder, spot, number++, AMD, 0x15e2, 0x0480);
	add(builder, spot, number, AMD, 0x15e3, 0x0403);
}

/* A network card with 1 to 4 ports, perhaps with virtual functions. */
static void network_add(struct builder *builder, const struct spot *spot)
{
	static const uint16_t classes[] = {0x0200, 0x0200, 0x0280, 0x0207};
	struct prng *prng = builder->prng;
	uint16_t class_code = PRNG_PICK(prng, classes);
	uint16_t device = prng_chance(prng, 50) ? 0x1521 : 0x10fb;
	unsigned int ports = prng_between(prng, 1, 4);
	unsigned int vfs = prng_chance(prng, 35) ? prng_between(prng, 1, 4) : 0;
	struct spot virtual = *spot;

	for (unsigned int i = 0; i < ports; i++) {
		struct function *port = add(builder, spot, i, INTEL, device, class_code);

		port->vf_count = i == 0 ? vfs : 0;
	}
	virtual.device = 16;
	for (unsigned int i = 0; i < vfs; i++)
		add(builder, &virtual, i, INTEL, 0x1520, class_code)->is_vf = true;
}

static void other_add(struct builder *builder, const struct spot *spot)
{
	static const struct {
		uint16_t vendor, device, class_code;
	} kinds[] = {
		{0x144d, 0xa80a, 0x0108},
		{0x144d, 0xa80a, 0x0108},
		{0x1b21, 0x1166, 0x0106},
		{0x1b21, 0x2142, 0x0c03},
		{0x1102, 0x0012, 0x0403},
		{INTEL, 0x4f90, 0x0403},
		{0x1e52, 0x401e, 0x1200},
		{0x1077, 0x2261, 0x0c04},
		{0x104c, 0x8024, 0x0c00},
		{0x1217, 0x8621, 0x0805},
		{0x15b3, 0x1017, 0x0c06},
		{AMD, 0x1486, 0x1080},
		{0x1000, 0x005d, 0x0104},
		{INTEL, 0x4940, 0x0b40},
		{0x1102, 0x0004, 0x0401},
		{INTEL, 0xc0c0, 0x0502},
		{INTEL, 0xa13d, 0x0700},
	};
	size_t kind = prng_below(builder->prng, COUNT_OF(kinds));
	unsigned int count =
		prng_chance(builder->prng, 90) ? 1 : prng_between(builder->prng, 2, 8);

	for (unsigned int i = 0; i < count; i++)
		add(builder, spot, i, kinds[kind].vendor, kinds[kind].device,
			kinds[kind].class_code);
}

static void card_add(struct builder *builder, const struct spot *spot, int depth);

/* A switch on the mainboard: what is below it has nothing in common. */
static void switch_add(struct builder *builder, const struct spot *spot, int depth)
{
	static const uint16_t vendors[] = {0x1b21, 0x10b5, AMD, INTEL, AMD_GPU};
	uint16_t vendor = PRNG_PICK(builder->prng, vendors);
	unsigned int ports = prng_between(builder->prng, 2, 4);
	struct spot port, below;

	bridge_add(builder, spot, 0, vendor, &port);
	for (unsigned int i = 0; i < ports; i++) {
		port.device = (uint8_t)(i * 4);
		bridge_add(builder, &port, 0, vendor, &below);
		card_add(builder, &below, depth + 1);
	}
}

static void card_add(struct builder *builder, const struct spot *spot, int depth)
{
	static const uint16_t disguises[] = {0x0880, 0x0200, 0x0302, 0x1200, 0x0403};
	unsigned int dice = prng_below(builder->prng, 100);
	struct spot below;

	if (builder->machine->count > FUNCTIONS_ENOUGH)
		return;
	if (dice < 34) {
		gpu_add(builder, spot);
	} else if (dice < 40) {
		apu_add(builder, spot);
	} else if (dice < 50) {
		arc_add(builder, spot);
	} else if (dice < 60) {
		network_add(builder, spot);
	} else if (dice < 68 && depth < 3) {
		switch_add(builder, spot, depth);
	} else if (dice < 72) {
		/* A server's management display, behind a bridge to conventional PCI. */
		bridge_add(builder, spot, 0, ASPEED, &below);
		add(builder, &below, 0, ASPEED, 0x2000, 0x0300);
	} else if (dice < 74) {
		/* A bridge by its header type, whatever its class says. */
		add(builder, spot, 0, ASPEED, 0x1150, PRNG_PICK(builder->prng, disguises))
			->is_bridge = true;
	} else if (dice < 96) {
		other_add(builder, spot);
	}
}

/* What sits on the root bus of a mainboard. */
static void board_add(struct builder *builder, uint32_t domain)
{
	struct prng *prng = builder->prng;
	struct spot spot = {.domain = domain};

	add(builder, &spot, 0, INTEL, 0x4660, 0x0600);
	spot.device = 2;
	if (prng_chance(prng, 50)) {
		unsigned int vfs = prng_chance(prng, 25) ? prng_between(prng, 1, 4) : 0;
		struct function *display = add(builder, &spot, 0, INTEL, 0x4680, 0x0300);

		display->vf_count = vfs;
		for (unsigned int i = 1; i <= vfs; i++)
			add(builder, &spot, i, INTEL, 0x4680, 0x0300)->is_vf = true;
	}
	spot.device = 0x14;
	add(builder, &spot, 0, INTEL, 0x7ae0, 0x0c03)->prog_if = 0x30;
	spot.device = 0x17;
	if (prng_chance(prng, 50))
		add(builder, &spot, 0, INTEL, 0x7ae2, 0x0106)->prog_if = 1;
	spot.device = 0x1f;
	add(builder, &spot, 0, INTEL, 0x7a84, 0x0601);
	if (prng_chance(prng, 80))
		add(builder, &spot, 3, INTEL, 0x7ad0, 0x0403);
}

void machine_build(struct machine *machine, struct prng *prng)
{
	static const uint32_t domains[] = {0, 0, 0, 0, 0, 0, 1, 0x10000, 0x10001};
	struct builder builder = {.machine = machine, .prng = prng};
	unsigned int ports = prng_between(prng, 1, 5);

	*machine = (struct machine){};
	board_add(&builder, 0);
	for (unsigned int i = 0; i < ports; i++) {
		struct spot spot = {.domain = PRNG_PICK(prng, domains)}, below;

		/* Root ports share a slot as often as not; bus 0 of that domain. */
		spot.device = (uint8_t)(i < 3 ? 1 : 0x1c);
		bridge_add(
			&builder, &spot, i, prng_chance(prng, 70) ? INTEL : AMD, &below);
		card_add(&builder, &below, 0);
	}
}
