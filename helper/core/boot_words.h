/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_BOOT_WORDS_H
#define VPB_CORE_BOOT_WORDS_H

#include <stdbool.h>

/*
 * What words of the kernel command line say about a boot. Each takes one word without its quotes,
 * "key" or "key=value". Pure.
 */

/*
 * A boot in which the user wants the machine as it is, to repair it: single-user mode in all its
 * spellings (systemd(1), kernel-command-line(7)), a rescue or emergency unit, a shell in place of
 * init, a stop in the initramfs (initramfs-tools(7), dracut.cmdline(7), mkinitcpio(8)), and the
 * recovery entry of Ubuntu's boot menu.
 */
bool vpb_word_is_rescue(const char *word);

/* The initramfs reaches its root file system, or the key to it, over a network. */
bool vpb_word_is_network_root(const char *word);

/* Whether one of these patterns (fnmatch(3)), ended by NULL, fits the word. */
bool vpb_word_is_among(const char *word, const char *const *patterns);

#endif
