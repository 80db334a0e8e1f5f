/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_BOOT_TEST_H
#define VPB_VM_BOOT_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "../card/describe.h"

void check(bool good, const char *what, const char *file, int line);
#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)

extern const char test_good_card[];

int test_card_read(const char *text, struct vpb_card *ret, char *error, size_t bytes);
int test_socket_connect(const char *path);

void test_description(void);
void test_config(const struct vpb_card *card);

/* Runs the vm-boot that lies beside @self, with @self as its QEMU. */
void test_guest(const char *self);

/* What @self does as a QEMU: "--play MODE", then vm-boot's words. Returns its status. */
int test_play(int argc, char **argv);

#endif
