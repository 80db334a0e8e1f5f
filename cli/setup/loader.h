/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_LOADER_H
#define VPB_CLI_SETUP_LOADER_H

#include "setup.h"

/* How `setup` brings words onto the kernel command line. */

#define VPB_GRUB_FOLDER "etc/default/grub.d"
#define VPB_GRUB_DROP_IN "zz-vfio-prebind.cfg"
#define VPB_GRUB_FILE "etc/default/grub"
#define VPB_GRUB_ENTRY "etc/grub.d/11_vfio-prebind"
#define VPB_KERNEL_CMDLINE "etc/kernel/cmdline"
#define VPB_UKI_PLUGIN "etc/kernel/install.d/65-vfio-prebind.install"
#define VPB_CMDLINE_FOLDER "etc/cmdline.d"

/* What it is called, and under which name loaders.h has its form. */
struct vpb_setup_loader {
	const char *title, *form;
};

const struct vpb_setup_loader *vpb_setup_loader_of(const struct vpb_setup *setup);

/*
 * Files, effects or advice that bring the words to every boot; a second entry that alone has
 * them. Return 0, -errno with *ret_path the file to blame, where one is, or 1: it was said why.
 */
int vpb_setup_cmdline(struct vpb_setup *setup, const char **ret_path) VPB_MUST_CHECK;
int vpb_setup_entry(struct vpb_setup *setup, const char **ret_path) VPB_MUST_CHECK;
int vpb_setup_profile(struct vpb_setup *setup, const char **ret_path) VPB_MUST_CHECK;

/* Whether the images of kernel-install can get a second profile. */
bool vpb_setup_has_profiles(const struct vpb_root *root);

/*
 * The entry of a file that holds the whole command line, with what there is to take over where it
 * is not there: once, later the journal has it. Returns as above.
 */
int vpb_setup_seed(struct vpb_setup *setup, const char *path, enum vpb_parts parts,
	struct vpb_entry **ret_entry) VPB_MUST_CHECK;

/* By the name of a boot entry or of an image. */
bool vpb_setup_is_of_running_kernel(const struct vpb_setup *setup, const char *name);

#endif
