/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_COMMAND_H
#define VPB_VM_COMMAND_H

#include "../helper/sys/root.h"

/*
 * The parts of `vfio-prebind vm`, a file each and a row in main.c. Each parses its own words and returns an
 * exit status; argv[0] is "vfio-prebind vm NAME".
 */
int vpb_vm_command_add(const struct vpb_root *root, int argc, char **argv);
int vpb_vm_command_remove(const struct vpb_root *root, int argc, char **argv);
int vpb_vm_command_check(const struct vpb_root *root, int argc, char **argv);
int vpb_vm_command_show(const struct vpb_root *root, int argc, char **argv);
int vpb_vm_command_rom(const struct vpb_root *root, int argc, char **argv);

#endif
