/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_SETUP_H
#define VPB_CLI_SETUP_SETUP_H

#include "../../helper/pipeline.h"
#include "../../host/machine/facts.h"
#include "../../host/machine/inventory.h"
#include "../../host/machine/loader.h"
#include "change.h"

/*
 * The parts of `setup`. Each that returns an exit status has said why; a negative one is: go on.
 */
struct vpb_setup {
	struct vpb_change change;
	bool with_softdeps, with_blacklist;
	bool is_entry; /* a second boot entry has the devices, the first one does without */
	bool is_try; /* and is to be started once */
	const char *const *selectors; /* ended by NULL */
	struct vpb_facts facts;
	struct vpb_inventory now;
	struct vpb_run run; /* of the next boot, with these devices */
	struct vpb_run
		late; /* and of its real root, were the service for that turned on */
	bool needs_late; /* it has to be, for one of them */
	struct vpb_text config; /* the file that names them */
	struct vpb_text bind; /* the same as a word of the kernel command line */
	struct vpb_text words; /* that the kernel command line needs, blanks between */
	struct vpb_loader_found loader;
	struct vpb_text
		one_shot; /* the command that starts the second entry once, or "" */
	struct vpb_text advice; /* what is left to do by hand, in lines */
};

#define VPB_SETUP_CONFIG VPB_CONFIG_DIRECTORY_ETC "/setup.conf"

/* The first line of what we write. */
#define VPB_SETUP_HEAD \
	"# Made by 'vfio-prebind setup'; 'vfio-prebind remove' takes it away.\n"

/*
 * Lists what could be given away and asks. The selectors that were chosen are added to *ret_list,
 * each ended by NUL.
 */
int vpb_setup_choose(const struct vpb_setup *setup, struct vpb_text *ret_list);

/* Which devices that is, and whether the next boot would take them: fills `config`, the runs. */
int vpb_setup_devices(struct vpb_setup *setup);

/* Wants the configuration, the files for modprobe that are asked for, and the late service. */
int vpb_setup_files(struct vpb_setup *setup);

/* What the command line needs, and how it gets there: files, effects, advice. */
int vpb_setup_loader(struct vpb_setup *setup);

/* Wants `text` behind what the file has to hold without us. */
int vpb_setup_append(
	struct vpb_setup *setup, const char *path, const char *text) VPB_MUST_CHECK;

/*
 * The commands that make the boot images again, and behind them those that the files of a boot
 * loader need, where they change. Returns 0 or -ENOMEM.
 */
int vpb_setup_commands(struct vpb_change *change, const struct vpb_facts *facts,
	struct vpb_text *advice) VPB_MUST_CHECK;

/* What is left to do by hand; each of its lines ends with a newline. */
void vpb_setup_advice_print(const struct vpb_text *advice);

/*
 * Opens the images of all kernels and says what is wrong. One that a command of ours has made, or
 * any where none was run, and that would not bind the devices, is a failure. `facts` are a struct
 * vpb_facts.
 */
int vpb_setup_images_judge(const struct vpb_change *change, const void *facts);

/* Says so where a TPM may have to be told of a change to the boot. */
void vpb_setup_tpm_warn(const struct vpb_root *root);

#endif
