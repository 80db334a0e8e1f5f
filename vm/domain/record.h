/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_RECORD_H
#define VPB_VM_DOMAIN_RECORD_H

#include "xml.h"

/*
 * What we change in a domain, written down in the domain itself: its <metadata> has an element of our
 * namespace with a copy of what was added where no alias can mark it as ours, and of what was removed.
 * So it can be taken back from a domain that somebody has edited since, and that was moved. All functions are pure.
 */
#define VPB_RECORD_NAMESPACE "urn:vfio-prebind:domain"

/*
 * Adds elements, as text, to the element at `path` below the domain, which is made where it is missing.
 * 0 or -ENOMEM.
 */
int vpb_record_add(
	xmlNode *domain, const char *path, const char *elements) VPB_MUST_CHECK;

/* Removes an element of the domain; of one that is ours nothing is to be written down. */
int vpb_record_remove(xmlNode *domain, xmlNode *element) VPB_MUST_CHECK;

/* Whether anything in the domain is ours. */
bool vpb_record_is_any(xmlNode *domain);

/*
 * Takes all of it back. What somebody has changed since stays, and is added to `left`, a line each. 0 or
 * -ENOMEM.
 */
int vpb_record_undo(xmlNode *domain, struct vpb_text *left) VPB_MUST_CHECK;

#endif
