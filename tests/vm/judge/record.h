/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is kept of a run: a text file "record" in its folder. The tests' matrix and the
 * demo's table are both printed from these files and from nothing else.
 *
 *   scenario NAME
 *   system NAME
 *   generator TEXT
 *   suite NAME
 *   init NAME
 *   mutant NAME|none
 *   kernel VERSION
 *   initramfs-ms MILLISECONDS			(from /init to the real root's systemd)
 *   verdict ok|not-ok
 *   function ADDRESS id= class= driver= accesses= link-ms= tried= tried-ms= first-ms=
 *   name ADDRESS TEXT
 *   ok|not ok KIND TEXT			(each check)
 *
 * Times in milliseconds since the kernel's start; -1 where there was no such thing. link-ms
 * is when the driver that is bound took the function, tried-ms the first message of another
 * module about it, first-ms the first access to its registers that /init and what came after
 * it can have caused.
 */
#ifndef VPB_VM_JUDGE_RECORD_H
#define VPB_VM_JUDGE_RECORD_H

#include "evidence.h"

struct vpb_run {
	const struct vpb_pairs *system;
	const char *mutant; /* NULL for none */
	const char *dir;
};

/* Writes DIR/record. Returns 0 or -errno. */
VPB_MUST_USE int vpb_record_write(const struct vpb_run *run,
	const struct vpb_evidence *evidence, const struct vpb_verdict *verdict);

/* The text after @key on its line of a record that was read, or "?". */
const char *vpb_record_get(
	const struct vpb_lines *record, const char *key, char *ret, size_t bytes);

/* The line "KEY ADDRESS ...", or NULL. */
const char *vpb_record_line(
	const struct vpb_lines *record, const char *key, const char *address);

/* Judges the run from the files in its folder and writes its record: 0 or -errno. */
VPB_MUST_USE int vpb_run_judge(const struct vpb_run *run,
	const struct vpb_pairs *scenario, const char *control,
	struct vpb_verdict *ret_verdict);

#endif
