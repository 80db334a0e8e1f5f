/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_PLAN_PRINT_H
#define VPB_CLI_PLAN_PRINT_H

#include "../helper/pipeline.h"
#include "../host/machine/facts.h"
#include "../host/machine/inventory.h"

/* What `plan` was asked for, and what it found. */
struct vpb_plan_found {
	bool is_json;
	const char *config_file;
	struct vpb_text config;
	struct vpb_pipeline pipeline;
	struct vpb_run run; /* of the initramfs */
	struct vpb_run late; /* of the real root; empty where nothing is left to it */
	struct vpb_inventory now;
	struct vpb_facts facts;
};

/* Prints devices, steps and findings to stdout, for a person and for programs. 0 or -errno. */
int vpb_plan_print(const struct vpb_plan_found *plan) VPB_MUST_CHECK;
int vpb_plan_print_json(const struct vpb_plan_found *plan) VPB_MUST_CHECK;

#endif
