/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_XML_H
#define VPB_VM_DOMAIN_XML_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "../../helper/base/text.h"

/*
 * An XML document that is edited as a tree, so that what is not understood in it stays: other
 * namespaces, comments, elements of later versions. All functions are pure.
 *
 * A name is an element's without its prefix; a path has '/' between names, and "" is the element
 * itself. What libxml2 cannot do for lack of memory is -ENOMEM, or NULL.
 */
struct vpb_xml {
	xmlDoc *document;
	char *source; /* elements' _private is where their tag is in it, unless they are new */
	/* How its text was written, for vpb_xml_print(). */
	char quote;
	bool has_crlf;
	const char *begin, *end; /* of the topmost element in the source */
};

void vpb_xml_done(struct vpb_xml *xml);

/*
 * Reads a text. -EBADMSG for one that is no well-formed XML, or has a DTD, whose entities could be
 * made to fill the memory: *ret_problem then says where and why, and is the caller's to free.
 */
int vpb_xml_parse(const char *text, size_t length, struct vpb_xml *ret_xml,
	char **ret_problem) VPB_MUST_CHECK;

/*
 * Adds it as text. Tags that were there are written as they were, to the byte; new ones in the quotes that
 * most of the others have. 0 or -ENOMEM.
 */
int vpb_xml_print(const struct vpb_xml *xml, struct vpb_text *text) VPB_MUST_CHECK;

xmlNode *vpb_xml_root(const struct vpb_xml *xml);

/* The next element of that name at or after `node`; any where `name` is NULL. */
xmlNode *vpb_xml_element(xmlNode *node, const char *name);

/* For each child element of that name. */
#define VPB_XML_EACH(child, parent, name) \
	for (xmlNode *child = \
			vpb_xml_element((parent) ? (parent)->children : NULL, name); \
		child; child = vpb_xml_element(child->next, name))

/* The first element there, or NULL; `from` may be NULL. */
xmlNode *vpb_xml_find(xmlNode *from, const char *path);

/* The attribute of the element there, or NULL; it lives as long as the element. */
const char *vpb_xml_get(xmlNode *from, const char *path, const char *attribute);

/* Whether it is there and has that value. */
bool vpb_xml_is(
	xmlNode *from, const char *path, const char *attribute, const char *value);

/* As a number, decimal or with 0x; false, and *ret_number as it was, where it is none. */
bool vpb_xml_number(xmlNode *from, const char *path, const char *attribute,
	unsigned long *ret_number);

/* The text in the element there, "" for none; it lives as long as the element. */
const char *vpb_xml_text(xmlNode *from, const char *path);

/*
 * Puts elements, given as text that is indented from the margin, after the last child of `parent`,
 * or before `before`, in the way the document is indented. Prefixes are those in force there.
 * Returns the first of them.
 */
xmlNode *vpb_xml_insert(xmlNode *parent, xmlNode *before, const char *elements);

/* Takes it out, with the blanks before it, and frees it. */
void vpb_xml_remove(xmlNode *element);

/*
 * Adds one element as text, indented from the margin; `from` is itself, or what it is a copy of. 0 or
 * -ENOMEM.
 */
int vpb_xml_print_element(
	xmlNode *element, const xmlNode *from, struct vpb_text *text) VPB_MUST_CHECK;

/* Adds the value as it stands between single quotes, or as text. */
void vpb_xml_escape(const char *value, struct vpb_text *text);

#endif
