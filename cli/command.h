/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_COMMAND_H
#define VPB_CLI_COMMAND_H

#include "../host/terminal/commands.h"
#include "../host/terminal/options.h"

/*
 * The host command's parts: a subcommand is a file and a row in main.c. Each parses its own
 * words and returns an exit status; argv[0] is "vfio-prebind NAME", for getopt's messages.
 */

/* Without a command: what `status` says, shorter, and what to do next; ends as `status` does. */
int vpb_command_overview(const struct vpb_root *root, int argc, char **argv);

int vpb_command_list(const struct vpb_root *root, int argc, char **argv);
int vpb_command_plan(const struct vpb_root *root, int argc, char **argv);
int vpb_command_status(const struct vpb_root *root, int argc, char **argv);
int vpb_command_check(const struct vpb_root *root, int argc, char **argv);
int vpb_command_generate(const struct vpb_root *root, int argc, char **argv);
int vpb_command_variants(const struct vpb_root *root, int argc, char **argv);
int vpb_command_carriers(const struct vpb_root *root, int argc, char **argv);
int vpb_command_setup(const struct vpb_root *root, int argc, char **argv);
int vpb_command_remove(const struct vpb_root *root, int argc, char **argv);
int vpb_command_bind(const struct vpb_root *root, int argc, char **argv);
int vpb_command_report(const struct vpb_root *root, int argc, char **argv);
int vpb_command_vm(const struct vpb_root *root, int argc, char **argv);
int vpb_command_release(const struct vpb_root *root, int argc, char **argv);

#endif
