/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Takes back what the record of a domain says, and what bears an alias of ours. */

#include <errno.h>
#include <string.h>

#include "domain.h"
#include "edit.h"
#include "record.h"

/* Whether it has all attributes of the other one, with these values; libvirt may have added some. */
static bool is_like(xmlNode *element, xmlNode *written)
{
	if (!element ||
		strcmp((const char *)element->name, (const char *)written->name) != 0)
		return false;
	if (!vpb_xml_element(written->children, NULL) && *vpb_xml_text(written, "") &&
		strcmp(vpb_xml_text(element, ""), vpb_xml_text(written, "")) != 0)
		return false;
	for (const xmlAttr *attribute = written->properties; attribute;
		attribute = attribute->next)
		if (!vpb_xml_is(element, "", (const char *)attribute->name,
			    vpb_xml_get(written, "", (const char *)attribute->name)))
			return false;
	return true;
}

static bool is_run(xmlNode *element, xmlNode *written)
{
	for (; written; written = vpb_xml_element(written->next, NULL)) {
		if (!is_like(element, written))
			return false;
		element = vpb_xml_element(element->next, NULL);
	}
	return true;
}

static bool run_take_out(xmlNode *parent, xmlNode *written);

/* What was added, or where others stand in it now, only what of it was. */
static bool take_out(xmlNode *element, xmlNode *written)
{
	xmlNode *inner = vpb_xml_element(written->children, NULL);
	bool is_out = !inner || run_take_out(element, inner);

	if (is_out && !vpb_xml_element(element->children, NULL))
		vpb_xml_remove(element);
	return is_out;
}

/* The elements from `written` on, which stand one after the other in `parent`. */
static bool run_take_out(xmlNode *parent, xmlNode *written)
{
	xmlNode *element = vpb_xml_element(parent->children, NULL), *next;
	bool is_out = true;

	while (element && !is_run(element, written))
		element = vpb_xml_element(element->next, NULL);
	if (!element)
		return false;
	for (; written; written = vpb_xml_element(written->next, NULL), element = next) {
		next = vpb_xml_element(element->next, NULL);
		is_out &= take_out(element, written);
	}
	return is_out;
}

/* A name as libvirt's elements have them; what somebody wrote into the record need not be one. */
static bool is_name(const char *path, size_t length)
{
	return length && length == strspn(path, "abcdefghijklmnopqrstuvwxyz"
						"ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
}

/*
 * The element there, made where somebody has removed it since, as libvirt does with an empty one. 0,
 * -EINVAL where there can be none, or -ENOMEM.
 */
static int parent_make(xmlNode *domain, const char *path, xmlNode **ret_parent)
{
	/* The record has no prefixes. */
	const char *q = "";

	*ret_parent = vpb_domain_place(domain, path);
	if (*ret_parent)
		return 0;
	if (strcmp(path, "commandline") == 0)
		q = vpb_edit_qemu_prefix(domain);
	for (*ret_parent = domain; q && *ret_parent && *path;) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		size_t length = strcspn(path, "/");
		VPB_CLEANUP(vpb_freep) char *name = strndup(path, length);
		xmlNode *child = name ? vpb_xml_find(*ret_parent, name) : NULL;

		if (!is_name(path, length))
			return -EINVAL;
		vpb_text_add(&text, "<%s%s%.*s%s/>", q, *q ? ":" : "", (int)length, path,
			strcmp(path, "sysinfo") == 0 ? " type='fwcfg'" : "");
		if (!name || vpb_text_error(&text) < 0)
			return -ENOMEM;
		*ret_parent =
			child ? child : vpb_xml_insert(*ret_parent, NULL, text.data);
		path += length + (path[length] == '/');
	}
	return q && *ret_parent ? 0 : -ENOMEM;
}

static int put_back(
	xmlNode *domain, const char *path, xmlNode *written, struct vpb_text *left)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	xmlNode *parent, *element;
	int r = parent_make(domain, path, &parent);

	if (r == -EINVAL)
		vpb_text_add(left, "<%s>, removed from <%s>\n",
			(const char *)written->name, path);
	if (r < 0)
		return r == -EINVAL ? 0 : r;
	if (vpb_xml_print_element(written, written, &text) < 0)
		return -ENOMEM;
	element = vpb_xml_insert(parent, NULL, text.data);
	if (!element)
		return -ENOMEM;
	/* The record has no prefixes; an argument for QEMU has its parent's. */
	if (parent->ns)
		xmlSetNs(element, parent->ns);
	return 0;
}

static int entry_undo(xmlNode *domain, xmlNode *entry, struct vpb_text *left)
{
	const char *path = vpb_xml_get(entry, "", "in");
	xmlNode *first = vpb_xml_element(entry->children, NULL), *parent;
	bool is_added = strcmp((const char *)entry->name, "added") == 0;
	int r = 0;

	if (!path || !first)
		return 0;
	parent = vpb_domain_place(domain, path);
	if (is_added && (!parent || !run_take_out(parent, first)))
		vpb_text_add(left, "<%s> in <%s>\n", (const char *)first->name,
			*path ? path : "domain");
	for (xmlNode *written = is_added ? NULL : first; r == 0 && written;
		written = vpb_xml_element(written->next, NULL))
		r = put_back(domain, path, written, left);
	return r;
}

/* The last change first. */
static int entries_undo(xmlNode *domain, xmlNode *record, struct vpb_text *left)
{
	int r = 0;

	for (xmlNode *entry = record->last; r == 0 && entry; entry = entry->prev)
		if (entry->type == XML_ELEMENT_NODE)
			r = entry_undo(domain, entry, left);
	return r;
}

int vpb_record_undo(xmlNode *domain, struct vpb_text *left)
{
	xmlNode *devices = vpb_xml_find(domain, "devices"), *next;
	xmlNode *metadata = vpb_xml_find(domain, "metadata");
	int r = 0;

	for (xmlNode *device = vpb_xml_element(devices ? devices->children : NULL, NULL);
		device; device = next) {
		next = vpb_xml_element(device->next, NULL);
		if (vpb_domain_is_ours(device))
			vpb_xml_remove(device);
	}
	for (xmlNode *record =
			vpb_xml_element(metadata ? metadata->children : NULL, "domain");
		r == 0 && record; record = next) {
		next = vpb_xml_element(record->next, "domain");
		if (!record->ns ||
			strcmp((const char *)record->ns->href, VPB_RECORD_NAMESPACE) != 0)
			continue;
		r = entries_undo(domain, record, left);
		vpb_xml_remove(record);
		if (!vpb_xml_element(metadata->children, NULL))
			vpb_xml_remove(metadata);
	}
	return r < 0 ? r : vpb_text_error(left);
}
