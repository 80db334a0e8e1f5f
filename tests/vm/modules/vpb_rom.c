// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is in the ROM of the lab's card for a virtual machine: a driver for its UEFI
 * firmware. It writes into the card's BAR 0 which functions the slot has that the firmware
 * found the card in, so that the card's own log says that a firmware has run this ROM, and
 * what it saw.
 *
 * UEFI Specification 2.10: 4.3 (system table), 4.4 (boot services), 9.1 (loaded image),
 * 14.4 (PCI I/O).
 */
#include <stddef.h>
#include <stdint.h>

#define SEEN_OFFSET 0x100
#define SEEN_FUNCTIONS 2

enum { WIDTH_32 = 2 };
enum { ATTRIBUTES_ENABLE = 2 };
#define ATTRIBUTE_MEMORY UINT64_C(0x200)
#define COMMAND_MEMORY 2

struct guid {
	uint32_t a;
	uint16_t b, c;
	uint8_t d[8];
};

struct boot_services {
	uint8_t header[24];
	void *unused[16];
	uint64_t (*handle_protocol)(void *handle, const struct guid *guid, void *ret);
};

struct system_table {
	uint8_t header[24];
	void *unused[9];
	struct boot_services *services;
};

struct loaded_image {
	void *unused[3];
	void *device;
};

struct pci_io {
	void *unused_before[3];
	uint64_t (*memory_write)(struct pci_io *io, int width, uint8_t bar,
		uint64_t offset, uint64_t count, void *values);
	void *unused_between[10];
	uint64_t (*location)(struct pci_io *io, uint64_t *ret_segment, uint64_t *ret_bus,
		uint64_t *ret_device, uint64_t *ret_function);
	uint64_t (*attributes)(
		struct pci_io *io, int operation, uint64_t attributes, uint64_t *ret);
};

_Static_assert(offsetof(struct boot_services, handle_protocol) == 152, "UEFI, 4.4");
_Static_assert(offsetof(struct system_table, services) == 96, "UEFI, 4.3");

static const struct guid loaded_image_guid = {
	0x5b1b31a1, 0x9562, 0x11d2, {0x8e, 0x3f, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b}};
static const struct guid pci_io_guid = {
	0x4cf5b200, 0x68b8, 0x4ca5, {0x9e, 0xec, 0xb2, 0x3e, 0x3f, 0x50, 0x02, 0x9a}};

/* By the machine's own ports: of a function that has no handle yet, too. */
static void port_select(uint64_t bus, uint64_t device, unsigned int function, int at)
{
	uint32_t address = UINT32_C(1) << 31 | (uint32_t)bus << 16 |
			   (uint32_t)device << 11 | function << 8 | (uint32_t)at;

	__asm__ volatile("outl %0, %1" : : "a"(address), "Nd"((uint16_t)0xcf8));
}

static uint32_t config_read(uint64_t bus, uint64_t device, unsigned int function)
{
	uint32_t value;

	port_select(bus, device, function, 0);
	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"((uint16_t)0xcfc));
	return value;
}

uint64_t efi_main(void *image, struct system_table *system);
uint64_t efi_main(void *image, struct system_table *system)
{
	uint64_t segment, bus, device, function;
	struct loaded_image *loaded;
	struct pci_io *io;
	uint32_t seen[SEEN_FUNCTIONS];

	if (system->services->handle_protocol(image, &loaded_image_guid, &loaded))
		return 0;
	if (system->services->handle_protocol(loaded->device, &pci_io_guid, &io))
		return 0;
	io->location(io, &segment, &bus, &device, &function);
	for (unsigned int i = 0; i < SEEN_FUNCTIONS; i++)
		seen[i] = config_read(bus, device, i);
	io->attributes(io, ATTRIBUTES_ENABLE, ATTRIBUTE_MEMORY, NULL);
	io->memory_write(io, WIDTH_32, 0, SEEN_OFFSET, SEEN_FUNCTIONS, seen);
	return 0;
}
