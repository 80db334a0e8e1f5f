/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_FIXTURE_H
#define VPB_UNIT_FIXTURE_H

#include "../../helper/base/text.h"
#include "../../helper/core/check.h"
#include "../../helper/core/plan.h"
#include "unit.h"

/*
 * A machine and a request as readable text, and what becomes of them as text again, so that a
 * test is two strings in and one string out. All of it fails the running test on an error.
 */
struct fixture {
	struct vpb_request request;
	struct vpb_snapshot snapshot;
	struct vpb_selection selection;
	struct vpb_findings findings;
	struct vpb_plan plan;
	struct vpb_text shown; /* what the last fixture_show_*() returned */
};

void fixture_done(struct fixture *fixture);

/* Declares a fixture that ends with the scope. */
#define FIXTURE(name) VPB_CLEANUP(fixture_done) struct fixture name = {}

/*
 * Adds devices, one a line: "ADDRESS VENDOR:DEVICE CLASS" and then, in any order, driver=NAME,
 * override=NAME, sub=VENDOR:DEVICE, prog-if=HH, parent=ADDRESS, vfs=N, unreadable=vendor,
 * serial=DIGITS, variants=MODULE,MODULE, group=N (else each is in a group of its own) and the
 * flags boot-vga, framebuffer, vf, bridge, module (has_module), on-variant, no-group, and those
 * of the real root: system, in-use, network, default-route, console, keyboard, unsure-keyboard; power=auto and power-before=auto; and of the running system: opened. Lines of one word: "late" for the
 * real root's phase, "running" for the running system, "release" for what is named to be given
 * back, "ip=dhcp" for a network root, "keyboard" for one that no PCI function carries, "token" for a volume that is unlocked with one,
 * "takes-groups" where starting a VM takes whole groups,
 * "arrival=ADDRESS" for a run for what was plugged in there.
 */
void fixture_devices(struct fixture *fixture, const char *table);

/* The text of a file `config`, or of a kernel command line. */
void fixture_config(struct fixture *fixture, const char *text);
void fixture_cmdline(struct fixture *fixture, const char *text);

/* Each does what comes before it as well: rules and companions; the guards; the plan. */
void fixture_match(struct fixture *fixture);
void fixture_check(struct fixture *fixture);
void fixture_plan(struct fixture *fixture);

/* A machine and one line of a config, `rule` with `word` after it, as far as the guards. */
void fixture_run(
	struct fixture *fixture, const char *devices, const char *rule, const char *word);

/* Whether a claim on that device stands. */
bool fixture_takes(struct fixture *fixture, const char *address);

/* The devices whose claims stand: "01:00.0 01:00.1", without domain 0. */
const char *fixture_show_taken(struct fixture *fixture);

/* The findings: "refuse boot-display 01:00.0\nwarn unmatched -\n". */
const char *fixture_show_findings(struct fixture *fixture);

/* The plan: "load\noverride 01:00.0\n". */
const char *fixture_show_plan(struct fixture *fixture);

/* The problems of the request: "config:2:6: 'word'\n". */
const char *fixture_show_problems(struct fixture *fixture);

/* The finding of that guard, or NULL; of several the first. */
const struct vpb_finding *fixture_find(const struct fixture *fixture, const char *guard);

/* One machine and one config against what is taken and what is found. */
void assert_check(
	const char *devices, const char *config, const char *taken, const char *findings);

/* The same against the plan's steps. */
void assert_steps(const char *devices, const char *config, const char *steps);

#endif
