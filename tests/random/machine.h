/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_MACHINE_H
#define RANDOM_MACHINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "prng.h"

/*
 * A made-up machine. The facts are kept in a form of our own, from which both the program's
 * snapshot is filled (run.c) and the checker judges, so that neither reads the other's mind.
 */
struct place {
	uint32_t domain;
	uint8_t bus, device, function;
};

enum {
	FUNCTIONS_MAX = 320,
	WORD_BYTES = 24,
	TOLD_MAX = 16,
	TOLD_STEPS_MAX = 12,
};

struct function {
	struct place place;
	bool has_above; /* a bridge above; not on a root bus */
	struct place above;
	uint16_t vendor, device, subvendor, subdevice;
	uint16_t class_code; /* base class and subclass */
	uint8_t prog_if;
	bool is_bridge; /* by its header type */
	bool is_vf;
	bool is_boot_vga;
	bool has_framebuffer;
	bool has_module;
	int group; /* -1 for none */
	unsigned int vf_count;
	char driver[WORD_BYTES]; /* "" for none */
	char override[WORD_BYTES]; /* "" for none */
	char control[WORD_BYTES]; /* power/control; "": it is not there */
	const char *unreadable; /* an attribute, or NULL */
	/* What the real root knows of it. */
	bool has_system;
	bool is_in_use;
	bool is_open; /* a program has it, on the running system */
	bool carries_network;
	bool has_console;
	bool is_keyboard_unsure; /* its keyboards may be none */
	bool has_default_route;
	unsigned int keyboard_count;
	uint32_t
		serial; /* its PCIe serial number; 0 for none, or none that can be read */
};

/*
 * What the image was told of a function that carried something when it was built. The machine may
 * have changed since: cards have moved, come and gone.
 */
struct told {
	struct place place;
	bool has_path;
	struct place port; /* the first bridge of the path, and the steps below it */
	struct place steps[TOLD_STEPS_MAX]; /* of each, device and function count */
	unsigned int step_count;
	uint16_t vendor, device, subvendor, subdevice;
	uint32_t serial;
	bool has_system, carries_network, has_default_route, has_keyboard;
};

struct machine {
	struct function functions[FUNCTIONS_MAX]; /* in the order of their places */
	unsigned int count;
	bool is_noiommu;
	unsigned int other_keyboard_count;
	bool comes_over_network; /* what the command line need not say */
	bool is_plugged; /* not there at the start: slot by slot, each beside all others */
	bool takes_groups; /* starting a VM takes a whole group from the host */
	bool is_told, is_told_badly; /* the image has a list of carriers; it is cut off */
	bool is_keyboard_told; /* one that no function carried */
	struct told told[TOLD_MAX];
	unsigned int told_count;
	unsigned int listing; /* in which order sysfs lists the functions; 0 is theirs */
};

/* The buses, bridges and cards. */
void machine_build(struct machine *machine, struct prng *prng);

/* What the firmware and the kernel made of them: groups, drivers, overrides, boot display. */
void machine_set_firmware_state(struct machine *machine, struct prng *prng);

/* What the real root finds: where the system, the network and the keyboards are. */
void machine_settle(struct machine *machine, struct prng *prng);

/* By its class: displays, sound, processors and accelerators carry nothing. */
bool function_may_carry(const struct function *function);

/* What its image was told when it was built. */
void machine_tell(struct machine *machine, struct prng *prng);

enum {
	TOLD_BYTES = 8192,
};

/* That as the file in the image has it. */
void told_write(const struct machine *machine, char text[TOLD_BYTES]);

enum {
	DIGITS_BYTES = sizeof("01234567"),
	CONFIG_BYTES = 0x100 + 12,
};

/* Config space with a PCIe serial number, and what the image is told of that number. */
void serial_write(uint32_t serial, unsigned char config[CONFIG_BYTES]);
const char *serial_show(uint32_t serial, char digits[DIGITS_BYTES]);

/* The first two, in order. */
void machine_make(struct machine *machine, struct prng *prng);

/* The function that sysfs lists at this turn. */
unsigned int machine_listed(const struct machine *machine, unsigned int turn);

/* The index of that function, or -1. */
int machine_find(const struct machine *machine, struct place place);

bool place_is_same_slot(struct place a, struct place b);

enum {
	PLACE_BYTES = sizeof("ffffffff:ff:1f.7"),
};

const char *place_show(struct place place, char buffer[PLACE_BYTES]);

/* One line a function, for a person, each after '#'. */
void machine_print(const struct machine *machine, FILE *file);

#endif
