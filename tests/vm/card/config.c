// SPDX-License-Identifier: GPL-2.0-or-later
#include "config.h"

#include <string.h>

#define EXPRESS_CONTROL_HIGH (VPB_CONFIG_EXPRESS + 9)
#define EXPRESS_CONTROL_HIGH_FLR 0x80

static void put(uint8_t *memory, size_t offset, size_t bytes, uint32_t value)
{
	for (size_t i = 0; i < bytes; i++)
		memory[offset + i] = (uint8_t)(value >> (8 * i));
}

static void header_init(
	struct vpb_config *c, const struct vpb_function *f, bool multifunction)
{
	put(c->value, 0x00, 2, f->vendor);
	put(c->value, 0x02, 2, f->device);
	put(c->writable, 0x04, 2,
		0x0547); /* I/O, memory, master, parity, SERR, INTx off */
	put(c->value, 0x06, 2, 0x0010); /* there is a list of capabilities */
	put(c->clear, 0x06, 2, 0xf900);
	put(c->value, 0x08, 4, f->class << 8 | f->revision);
	put(c->writable, 0x0c, 1, 0xff);
	put(c->value, 0x0e, 1, multifunction ? 0x80 : 0);
	put(c->value, 0x2c, 2, f->subvendor);
	put(c->value, 0x2e, 2, f->subdevice);
	put(c->value, 0x34, 1, VPB_CONFIG_PM);
	put(c->writable, 0x3c, 1, 0xff);
	put(c->value, 0x3d, 1, f->pin);
}

/* The bits below the size read as zero: that is how the size is found out. */
static void bars_init(struct vpb_config *c, const struct vpb_function *f)
{
	for (unsigned int i = 0; i <= VPB_REGION_BAR5; i++) {
		const struct vpb_bar *bar = &f->bar[i];
		uint64_t mask = ~(bar->size_bytes - 1);
		size_t offset = 0x10 + 4 * i;

		if (!bar->size_bytes)
			continue;
		put(c->value, offset, 4,
			(bar->io ? 1 : 0) | (bar->wide ? 4 : 0) |
				(bar->prefetch ? 8 : 0));
		put(c->writable, offset, 4, (uint32_t)mask);
		if (bar->wide)
			put(c->writable, offset + 4, 4, (uint32_t)(mask >> 32));
	}
	if (f->bar[VPB_REGION_ROM].size_bytes)
		put(c->writable, 0x30, 4,
			(uint32_t) ~(f->bar[VPB_REGION_ROM].size_bytes - 1) | 1);
}

static void capabilities_init(struct vpb_config *c, const struct vpb_function *f)
{
	size_t pm = VPB_CONFIG_PM, msi = VPB_CONFIG_MSI, express = VPB_CONFIG_EXPRESS;

	put(c->value, pm, 2, (uint32_t)(f->msi ? msi : express) << 8 | 0x01);
	put(c->value, pm + 2, 2, 0xc803); /* version 3; PME from D0, D3hot and D3cold */
	put(c->value, pm + 4, 2, 0x0008); /* D3hot to D0 keeps its state */
	put(c->writable, pm + 4, 2, 0x0103); /* power state, PME enable */
	put(c->clear, pm + 4, 2, 0x8000);

	if (f->msi) {
		put(c->value, msi, 2, (uint32_t)express << 8 | 0x05);
		put(c->value, msi + 2, 2, 0x0080); /* one vector, 64-bit address */
		put(c->writable, msi + 2, 2, 0x0071);
		put(c->writable, msi + 4, 4, 0xfffffffc);
		put(c->writable, msi + 8, 4, 0xffffffff);
		put(c->writable, msi + 12, 2, 0xffff);
	}

	put(c->value, express, 2, 0x0010);
	put(c->value, express + 0x02, 2, 0x0002); /* version 2, endpoint */
	put(c->value, express + 0x04, 4, 0x10008001); /* FLR, payload 256 */
	put(c->writable, express + 0x08, 2,
		0x7fff); /* bit 15 asks for an FLR, reads as 0 */
	put(c->clear, express + 0x0a, 2, 0x000f); /* errors seen */
	put(c->value, express + 0x0c, 4, 0x00000104); /* 16 GT/s, x16 */
	put(c->writable, express + 0x10, 2, 0x0fcb); /* ASPM and its like */
	put(c->value, express + 0x12, 2, 0x0104);
	put(c->writable, express + 0x28, 2, 0xffff);
	put(c->value, express + 0x2c, 4, 0x0000001e); /* all speeds up to 16 GT/s */
	put(c->value, express + 0x30, 2, 0x0004);
	put(c->writable, express + 0x30, 2, 0xffff);
}

void vpb_config_init(
	struct vpb_config *config, const struct vpb_function *f, bool multifunction)
{
	memset(config, 0, sizeof(*config));
	header_init(config, f, multifunction);
	bars_init(config, f);
	capabilities_init(config, f);
	for (unsigned int i = 0; i < f->register_count; i++) {
		const struct vpb_register *r = &f->registers[i];

		if (r->region != VPB_REGION_CONFIG)
			continue;
		put(config->value, r->offset, 4, r->value);
		put(config->writable, r->offset, 4, r->writable);
		put(config->clear, r->offset, 4, 0);
	}
	memcpy(config->initial, config->value, sizeof(config->initial));
}

void vpb_config_reset(struct vpb_config *config)
{
	memcpy(config->value, config->initial, sizeof(config->value));
}

void vpb_config_read(
	const struct vpb_config *config, size_t offset, void *data, size_t bytes)
{
	memcpy(data, config->value + offset, bytes);
}

bool vpb_config_write(
	struct vpb_config *config, size_t offset, const void *data, size_t bytes)
{
	const uint8_t *written = data;
	bool reset = false;

	for (size_t i = 0; i < bytes; i++) {
		size_t at = offset + i;
		uint8_t mask = config->writable[at];

		if (at == EXPRESS_CONTROL_HIGH && written[i] & EXPRESS_CONTROL_HIGH_FLR)
			reset = true;
		config->value[at] &= (uint8_t) ~(config->clear[at] & written[i]);
		config->value[at] =
			(uint8_t)((config->value[at] & ~mask) | (written[i] & mask));
	}
	return reset;
}
