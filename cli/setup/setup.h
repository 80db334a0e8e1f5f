/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_SETUP_H
#define VPB_CLI_SETUP_SETUP_H

#include "../../helper/pipeline.h"
#include "../../host/machine/facts.h"
#include "../../host/machine/inventory.h"
#include "../../host/loader/change.h"
#include "change.h"
#include "lines.h"

/* What the next boot would do with a list of devices. */
struct vpb_setup_forecast {
	struct vpb_run run; /* in the initramfs */
	struct vpb_run late; /* in its real root, with the service for that */
	unsigned int entry_line; /* of the text: from here on it is the second entry's */
};

/*
 * The parts of `setup`. Each that returns an exit status has said why; a negative one is: go on.
 */
struct vpb_setup {
	struct vpb_change change;
	bool with_softdeps, with_blacklist;
	bool is_entry; /* a second boot entry has the devices, the first one does without */
	bool is_try; /* and is to be started once */
	bool is_only; /* what earlier calls have set up is left out */
	bool keeps_guides; /* lines that a guide had the user write stay */
	const char *loader; /* by this name, whatever seems to have booted; or NULL */
	const char *sleep, *driver; /* words for all selectors, or NULL */
	size_t option_count; /* of the words, before the selectors that were typed */
	const char *const *selectors; /* ended by NULL */
	struct {
		struct vpb_text kept; /* addresses, each with its NUL */
		const char **selectors; /* with these */
	} guides; /* guides.c */
	struct vpb_facts facts;
	struct vpb_inventory now;
	struct vpb_setup_lines former; /* what earlier calls have set up */
	struct vpb_setup_lines lines; /* what is to be, with that or without it */
	struct vpb_setup_forecast before,
		next; /* with the former ones, and with `lines` */
	bool needs_late; /* the late service, for one of them */
	struct vpb_loader_change boot; /* of the kernel command line */
};

/* The words of the command line into `setup`, zeroed but for what it is about. */
int vpb_setup_options_parse(int argc, char **argv, struct vpb_setup *setup);

/* Adds a selector with the words that options gave for all, and its NUL. */
void vpb_setup_words_add(
	const struct vpb_setup *setup, const char *selector, struct vpb_text *list);

/*
 * Lists what could be given away and asks. The selectors that were chosen are added to *ret_list,
 * each ended by NUL.
 */
int vpb_setup_choose(const struct vpb_setup *setup, struct vpb_text *ret_list);

/*
 * The same for what was typed: a slot ("01:00") stands for its functions. What may be a name is said, with
 * the device that it may mean, and is an error.
 */
int vpb_setup_typed_expand(const struct vpb_setup *setup, struct vpb_text *ret_list);

/* Which devices that is, and whether the next boot would take them: fills `lines`, the forecasts. */
int vpb_setup_devices(struct vpb_setup *setup);

/* Says which devices go to VMs from now on, which stay with them, and which go back to the host. */
void vpb_setup_changes_print(const struct vpb_setup *setup);

/* The same as an array "devices". */
void vpb_setup_changes_add_json(const struct vpb_setup *setup, struct vpb_json *json);

/* Whether the late service takes that device of the forecast's run. */
bool vpb_setup_is_late(const struct vpb_setup_forecast *forecast, size_t device);

/* Wants the configuration, the files for modprobe that are asked for, and the late service. */
int vpb_setup_files(struct vpb_setup *setup);

/* What the command line needs, and how it gets there: files, effects, advice. */
int vpb_setup_loader(struct vpb_setup *setup);

/*
 * The commands that make the boot images again, and after them those that the files of a boot
 * loader need, where they change: also of one that did not boot this system. 0 or -errno.
 */
int vpb_setup_commands(struct vpb_loader_change *boot) VPB_MUST_CHECK;

/* What was found in the boot images that were looked into. */
struct vpb_setup_images {
	struct vpb_findings findings;
	struct vpb_text looked; /* their paths, with commas between */
};

void vpb_setup_images_done(struct vpb_setup_images *images);

/*
 * What of that is left to do by hand where all is set up already, by what is in the images of all
 * kernels, which are opened. 0 or -errno.
 */
int vpb_setup_images_left(struct vpb_loader_change *boot,
	struct vpb_setup_images *ret_images) VPB_MUST_CHECK;

/*
 * What a guide had the user write (host/machine/leftovers.h) gives way to what setup writes, so that
 * one file says what is given to VMs.
 */

/*
 * These lines, seen without what an earlier call has changed; none with --keep-guides, nor for a second
 * boot entry, whose words are no file's. 0 or -errno.
 */
struct vpb_leftovers;
int vpb_setup_guides_read(
	struct vpb_setup *setup, struct vpb_leftovers *ret_leftovers) VPB_MUST_CHECK;

/*
 * Adds to the selectors the devices that VMs get by these lines and would lose with them, where
 * the guards let that be.
 */
int vpb_setup_guides_keep_devices(struct vpb_setup *setup);

/* Which devices, one a device of `now`, those lines of setup.conf give to VMs. 0 or -errno. */
int vpb_setup_guides_set_up(
	const struct vpb_setup *setup, bool *ret_set_up) VPB_MUST_CHECK;

/*
 * Wants the files without the lines, after all that setup itself wants of them. Says which stay, and
 * why.
 */
int vpb_setup_guides_want(struct vpb_setup *setup);

void vpb_setup_guides_done(struct vpb_setup *setup);

/*
 * What is left to do by hand, numbered; each of its lines ends with a newline, and one that begins with a
 * blank belongs to the one before it. Returns whether there is anything.
 */
bool vpb_setup_advice_print(const struct vpb_text *advice, bool is_dry);

/* After all is done: what comes next. Returns an exit status, another one where --try fails. */
int vpb_setup_end(const struct vpb_setup *setup);

/* The same for programs, also where it ends otherwise. */
int vpb_setup_end_json(struct vpb_setup *setup, int status);

/*
 * Says what is wrong with the images. One that a command of ours has made, or any where none was
 * run, and that would not bind the devices, is a failure.
 */
int vpb_setup_images_tell(
	const struct vpb_change *change, const struct vpb_setup_images *images);

/* The same of those that are there now. `facts` are a struct vpb_facts. */
int vpb_setup_images_judge(const struct vpb_change *change, const void *facts);

/* Says so where a TPM may have to be told of a change to the boot. */
void vpb_setup_tpm_warn(const struct vpb_root *root);

#endif
