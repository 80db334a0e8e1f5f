/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "../../helper/pipeline.h"

/*
 * What the harnesses share. Each fuzz_NAME.c defines the function that libFuzzer calls, and
 * replay.c, with which `make fuzz-replay` feeds the files of corpus/NAME to it without clang.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what does not hold and aborts, which is how a harness tells of a finding. */
#define FUZZ_HOLD(condition) \
	((condition) ? (void)0 : fuzz_abort(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_abort(const char *file, int line, const char *condition);

/* The bytes up to the first NUL as a string, to be freed. */
char *fuzz_text(const uint8_t *data, size_t size);

/* Problems of this source stand at a place that is in the text, and their word is there. */
void fuzz_hold_problems(const struct vpb_request *request, const char *text);

/* What was accepted as a selector is one, and says the same when it is read again. */
void fuzz_hold_rules(const struct vpb_request *request);

/* Runs the pure part over a small fixed machine; the request must be filled. */
void fuzz_run_fixed(struct vpb_run *run);

/* The plan has an order, texts are printable, the report's lines are lines of words. */
void fuzz_hold_run(const struct vpb_run *run);

#endif
