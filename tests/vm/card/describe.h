/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A card of the boot lab, as plain facts read from a text file in tests/vm/cards/.
 *
 * One directive a line; what follows a # that starts a word is a comment.
 *
 *   function F id=VVVV:DDDD class=CCCCCC [subsystem=VVVV:DDDD] [revision=RR]
 *              [pin=A|B|C|D] [msi] [barN=SIZE[:64][:prefetch][:io]]... [rom=SIZE]
 *   register F barN|config OFFSET VALUE [write=MASK]
 *
 * F is the function's number, 0 to 7; ids and class are hexadecimal as lspci prints
 * them. SIZE is a power of two with an optional K, M or G. A register holds VALUE, 32
 * bits wide, and keeps those bits of a write that MASK has set; without a mask it is a
 * constant. What no register describes reads as zero, and a write to it is dropped. A
 * function has to stand before its registers. Every function gets the capabilities that
 * config.h tells of.
 */
#ifndef VPB_VM_CARD_DESCRIBE_H
#define VPB_VM_CARD_DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define VPB_CARD_FUNCTIONS 8
#define VPB_CARD_REGISTERS 64
#define VPB_CONFIG_BYTES 4096

/* The numbers of a PCI device's regions in the kernel's vfio interface. */
enum vpb_region {
	VPB_REGION_BAR0 = 0,
	VPB_REGION_BAR5 = 5,
	VPB_REGION_ROM = 6,
	VPB_REGION_CONFIG = 7,
	VPB_REGION_VGA = 8,
	VPB_REGIONS = 9,
};

/* A ROM is sent whole in one message: see VPB_TRANSFER_BYTES in server.h. */
#define VPB_ROM_BYTES_MAX 65536

struct vpb_bar {
	uint64_t size_bytes; /* 0: not there */
	bool wide; /* takes the next BAR too */
	bool prefetch;
	bool io;
};

struct vpb_register {
	enum vpb_region region;
	uint32_t offset; /* a multiple of four */
	uint32_t value;
	uint32_t writable;
};

struct vpb_function {
	bool present;
	uint16_t vendor, device, subvendor, subdevice;
	uint32_t class; /* 24 bits */
	uint8_t revision;
	uint8_t pin; /* 1 is INTA; 0 is none */
	bool msi;
	struct vpb_bar bar[VPB_REGION_ROM + 1]; /* the last is the ROM */
	struct vpb_register registers[VPB_CARD_REGISTERS];
	unsigned int register_count;
};

struct vpb_card {
	struct vpb_function functions[VPB_CARD_FUNCTIONS];
	unsigned int function_count;
};

/*
 * Reads a card from @file. On a mistake returns -EINVAL, and @ret_error holds a sentence
 * "NAME:LINE:COLUMN: 'WORD': what is wrong with it". @ret_card is written only on
 * success.
 */
__attribute__((warn_unused_result)) int vpb_card_read(FILE *file, const char *name,
	struct vpb_card *ret_card, char *ret_error, size_t error_bytes);

/* "bar0" to "bar5", "rom", "config", "vga"; "?" for what is no region. */
const char *vpb_region_name(unsigned int region);

#endif
