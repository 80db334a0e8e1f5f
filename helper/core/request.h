/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_REQUEST_H
#define VPB_CORE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/text.h"
#include "device.h"
#include "origin.h"
#include "selector.h"
#include "sleep.h"

/*
 * What the user asked for, from every source: the rules of the configuration and of the kernel
 * command line, and the command line's switches. Filled by config.h and cmdline.h. All memory
 * belongs to the request; zeroed memory is the empty request, vpb_request_done() ends it.
 */

/* More are a mistake, and would keep the boot waiting. */
#define VPB_RULES_MAX 4096

enum vpb_verb {
	VPB_VERB_BIND,
	VPB_VERB_SKIP,
};

struct vpb_rule {
	enum vpb_verb verb;
	struct vpb_selector selector;
	char *word; /* the selector as it was written */
	struct vpb_origin origin;
	bool all; /* take every twin */
	bool no_companions;
	enum vpb_sleep sleep;
	char driver
		[VPB_NAME_BYTES]; /* after `driver=`, see variant.h; "" where there is none */
	bool from_vfio_ids; /* an item of vfio-pci's own ids=: twins are a warning */
	uint32_t allow; /* one bit a guard, see guard.h */
};

/* Something in a source that is not understood; the rest of the source still counts. */
struct vpb_problem {
	struct vpb_origin origin;
	char *word; /* "" where the whole source is meant */
	char *message;
	char *fix; /* "" where the message says it all */
};

struct vpb_request {
	struct vpb_rule *rules;
	size_t rule_count;
	bool is_full; /* rules beyond VPB_RULES_MAX were ignored; a problem says so */
	struct vpb_problem *problems;
	size_t problem_count;
	bool is_release; /* what the rules name is given back to the host */
	bool disabled; /* vfio_prebind.enable=0 */
	bool debug;
	char *mistaken; /* a word of ours that is not understood, and so binds nothing; or NULL */
	char *rescue; /* the word that makes this a rescue boot, or NULL */
	bool has_unread_skip; /* what a line was to keep with the host cannot be told */
	char *network_root; /* the word, or the firmware's table, that puts the system on the network, or NULL */
};

void vpb_request_done(struct vpb_request *request);

/* Removes what is to be bound; what is to be skipped stays. */
void vpb_request_forget_binds(struct vpb_request *request);

/* The kernel takes the last `ids=` of vfio-pci: removes the rules of those before. */
void vpb_request_forget_vfio_ids(struct vpb_request *request);

/* Adds a problem; `origin` stays the caller's, `word` and `message` are copied. 0 or -ENOMEM. */
int vpb_request_add_problem(struct vpb_request *request, const struct vpb_origin *origin,
	const char *word, const char *message) VPB_MUST_CHECK;

/* The same with what the user can do. */
int vpb_request_add_mistake(struct vpb_request *request, const struct vpb_origin *origin,
	const char *word, const char *message, const char *fix) VPB_MUST_CHECK;

/* What keeps this boot from binding anything, for a person; NULL where nothing does. */
const char *vpb_request_off_word(const struct vpb_request *request);

/* Adds what puts the system on the network and where that stands, for a person. */
void vpb_request_add_network_root(
	const struct vpb_request *request, struct vpb_text *text);

/* Whether some line binds something, whatever keeps this boot from it. */
bool vpb_request_asks(const struct vpb_request *request);

/* Whether some line of vfio-prebind's own does, beside vfio-pci's ids=. */
bool vpb_request_asks_itself(const struct vpb_request *request);

/* Whether anything is to be done at all: a rule that binds, and no switch against it. */
bool vpb_request_is_active(const struct vpb_request *request);

#endif
