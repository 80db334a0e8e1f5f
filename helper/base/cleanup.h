/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_CLEANUP_H
#define VPB_BASE_CLEANUP_H

/*
 * Cleanup by attribute. `VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};` calls
 * vpb_text_done(&text) when the variable goes out of scope, on every way out.
 */
#define VPB_CLEANUP(function) __attribute__((cleanup(function)))

/* Every function that can fail says so with this: a result that is dropped does not compile. */
#define VPB_MUST_CHECK __attribute__((warn_unused_result))

/* Parameter number `text` is a printf format, its values start at number `first`. */
#define VPB_PRINTF(text, first) __attribute__((format(printf, text, first)))

/* For `VPB_CLEANUP(vpb_freep) char *text`; takes the address of the pointer. */
void vpb_freep(void *pointer_address);

/* Closes *fd where it is not negative, and makes it -1; errno is kept. */
void vpb_closep(int *fd);

#endif
