/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_UNIT_H
#define VPB_UNIT_UNIT_H

/* What cmocka.h wants to have been included before it, and itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

#endif
