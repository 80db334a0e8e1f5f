/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_TRANSACTION_CALLS_H
#define VPB_UNIT_TRANSACTION_CALLS_H

#include "../../host/change/transaction.h"
#include "tree.h"

/* Calls of setup and remove as a transaction, each of which may be killed. */

#define TRANSACTION_CONFIG "etc/vfio-prebind.conf.d/setup.conf"
#define TRANSACTION_CMDLINE "etc/kernel/cmdline"

/* How far a call gets before it is killed. */
enum until {
	UNTIL_START,
	UNTIL_APPLY,
	UNTIL_COMMANDS,
	UNTIL_FINISH,
};

/* The file has that content; there is none where that is NULL. */
void assert_content(const struct tree *tree, const char *path, const char *content);

void transaction_carry_out(
	const struct tree *tree, struct vpb_journal *journal, enum until until);

/* What a call of setup does with these two files; NULL for both texts is remove. */
void transaction_call(const struct tree *tree, const char *config, const char *cmdline,
	enum until until);

#endif
