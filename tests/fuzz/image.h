/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FUZZ_IMAGE_H
#define FUZZ_IMAGE_H

#include "fuzz.h"

/* Reads the bytes as a boot image; what can be read is a list in order, in which all is found. */
void image_hold(const uint8_t *data, size_t size);

#endif
