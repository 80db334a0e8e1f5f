/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_GENERATE_GENERATE_H
#define VPB_HOST_GENERATE_GENERATE_H

#include "../../helper/pipeline.h"
#include "../machine/driver_modules.h"
#include "../loader/loader.h"

/*
 * The files that `generate` makes: a new one is a function and a row in
 * cli/generate/generate.c. Each writes
 * into the caller's memory, so that another command can take them as well, and looks at nothing
 * but what it is given, and at the files of the tree that a kernel command line comes from.
 */

/* One file, and what has to be said elsewhere because it takes no comments. */
struct vpb_output {
	struct vpb_text file;
	struct vpb_text notes; /* for stderr, a line each */
	bool takes_comments;
	bool refused; /* something that was asked for is not in it */
};

void vpb_output_done(struct vpb_output *output);

/* What a file is made from. */
struct vpb_generate {
	const struct vpb_root *root;
	const struct vpb_facts *facts;
	const struct vpb_run *run; /* of the next boot */
	const struct vpb_driver_modules *driver_modules;
	const char *made_by; /* the command */
	bool with_ids; /* vfio-pci is to be given the ids as well */
	const char *const *options; /* of vfio-pci, NAME=VALUE, ended by NULL */
	const struct vpb_loader *loader;
};

/* Return 0 or -ENOMEM; `output` is zeroed, and the caller ends it. */
typedef int vpb_generator_make(
	const struct vpb_generate *generate, struct vpb_output *output);
vpb_generator_make vpb_generate_cmdline VPB_MUST_CHECK;
vpb_generator_make vpb_generate_modprobe VPB_MUST_CHECK;
vpb_generator_make vpb_generate_blacklist VPB_MUST_CHECK;

/* A comment line of the file, or a note where it takes none. */
void vpb_output_say(struct vpb_output *output, const char *format, ...) VPB_PRINTF(2, 3);

/* The first comments: what made the file, where it belongs, how to undo it, what is left out. */
void vpb_output_begin(struct vpb_output *output, const struct vpb_generate *generate,
	const char *place, const char *undo);

/*
 * Adds "10de:2820,10de:22bd", each id of a selected device once, but for an id that a device of
 * the host has as well: vfio-pci would take both. Of that it is said why, and refused.
 */
void vpb_generate_add_ids(
	const struct vpb_run *run, struct vpb_text *ids, struct vpb_output *output);

/*
 * Why this kernel wants intel_iommu=on, as the part of a sentence that follows its name, or NULL where it
 * does not. `gpu` is whether a selected device is the integrated GPU.
 */
const char *vpb_generate_intel_need(const struct vpb_facts *facts,
	const struct vpb_kernel_config *config, bool is_running, bool gpu);

/* Whether the IOMMU is off now, and the words of the command line turn it on. */
bool vpb_generate_turns_iommu_on(const struct vpb_facts *facts);

#endif
