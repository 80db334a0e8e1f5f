/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a guest printed about itself (tests/vm/guest/facts): sections that start with a line
 * "=== NAME". Only a log that ends with the section "end" is whole.
 */
#ifndef VPB_VM_JUDGE_FACTS_H
#define VPB_VM_JUDGE_FACTS_H

#include "lines.h"

struct vpb_facts {
	struct vpb_lines lines;
};

struct vpb_section {
	char **line;
	size_t count;
};

struct vpb_function_facts {
	char id[10]; /* vendor:device */
	char class[7]; /* six digits */
	char driver[32]; /* the name at the end of the driver link, or "none" */
	char override[32]; /* "none" where the kernel says (null) */
	char group[16]; /* the IOMMU group's number, or "none" */
	char bar0[19]; /* where the kernel put BAR 0; 0x0000000000000000 when nowhere */
};

/* DIR/facts.txt. Returns 0 or -errno. */
VPB_MUST_USE int vpb_facts_read(const char *dir, struct vpb_facts *ret);

void vpb_facts_done(struct vpb_facts *facts);

/* Returns false when the section is not there. */
bool vpb_facts_section(
	const struct vpb_facts *facts, const char *name, struct vpb_section *ret);

/* Whether the end was printed. */
bool vpb_facts_whole(const struct vpb_facts *facts);

/* The function at @address, from sysfs as the guest printed it. */
bool vpb_facts_function(const struct vpb_facts *facts, const char *address,
	struct vpb_function_facts *ret);

/* The driver that lspci names for @address, or "none". False when lspci lists no such. */
bool vpb_facts_lspci_driver(
	const struct vpb_facts *facts, const char *address, char *ret, size_t bytes);

/* How lspci names the function. */
bool vpb_facts_lspci_name(
	const struct vpb_facts *facts, const char *address, char *ret, size_t bytes);

bool vpb_facts_module(const struct vpb_facts *facts, const char *name);

/*
 * The first module whose messages in the kernel log name @address ("] MODULE ADDRESS:"),
 * and the time of the first one in milliseconds since the kernel's start.
 */
bool vpb_facts_module_heard(const struct vpb_facts *facts, const char *address,
	char *ret_module, size_t bytes, long *ret_ms);

/* Lines of the kernel log: /init starts; systemd starts, of the real root as the last time. */
#define VPB_FACTS_INIT "] Run /init as init process"
#define VPB_FACTS_ROOT "running in system mode ("

/* The time of the last line that holds @text, in milliseconds since the kernel's start, or -1. */
long vpb_facts_moment_ms(const struct vpb_facts *facts, const char *text);

/* The line "device=ADDRESS ..." of the report, or NULL. */
const char *vpb_facts_report(const struct vpb_facts *facts, const char *address);

#endif
