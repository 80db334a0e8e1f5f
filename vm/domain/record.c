/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record.h"

#include <errno.h>
#include <string.h>

#include "domain.h"

static xmlNode *record_find(xmlNode *domain)
{
	VPB_XML_EACH(child, vpb_xml_find(domain, "metadata"), "domain")
	if (child->ns && strcmp((const char *)child->ns->href, VPB_RECORD_NAMESPACE) == 0)
		return child;
	return NULL;
}

static xmlNode *record_make(xmlNode *domain)
{
	xmlNode *record = record_find(domain),
		*metadata = vpb_xml_find(domain, "metadata");

	if (record)
		return record;
	/* Where libvirt itself has it: after what names the domain. */
	if (!metadata) {
		xmlNode *before = vpb_xml_element(domain->children, NULL);

		while (before && vpb_word_find((const char *const[]){"name", "uuid",
						       "genid", "title", "description"},
					 5, (const char *)before->name) < 5)
			before = vpb_xml_element(before->next, NULL);
		metadata = vpb_xml_insert(domain, before, "<metadata/>");
	}
	return metadata
		       ? vpb_xml_insert(metadata, NULL,
				 "<vfio-prebind:domain xmlns:vfio-prebind='" VPB_RECORD_NAMESPACE
				 "'/>")
		       : NULL;
}

/* Beside libvirt's own, it must stand without a prefix that some day nobody declares. */
static void plain_make(xmlNode *element)
{
	xmlSetNs(element, NULL);
	xmlFreeNsList(element->nsDef);
	element->nsDef = NULL;
	VPB_XML_EACH(child, element, NULL)
	plain_make(child);
}

/* Writes down `first` and the elements after it. */
static int write_down(xmlNode *domain, const char *verb, const char *path, xmlNode *first,
	const xmlNode *end)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text entry = {};
	xmlNode *record = record_make(domain), *node;
	const char *prefix; /* ours, unless somebody wrote the record anew */

	if (!record)
		return -ENOMEM;
	prefix = (const char *)record->ns->prefix;
	vpb_text_add(&entry, "<%s%s%s in='%s'/>", prefix ? prefix : "", prefix ? ":" : "",
		verb, path);
	if (vpb_text_error(&entry) < 0)
		return -ENOMEM;
	record = vpb_xml_insert(record, NULL, entry.data);
	for (; record && first && first != end;
		first = vpb_xml_element(first->next, NULL)) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		xmlNode *copy = xmlDocCopyNode(first, domain->doc, 1);

		if (!copy)
			return -ENOMEM;
		plain_make(copy);
		if (vpb_xml_print_element(copy, first, &text) < 0) {
			xmlFreeNode(copy);
			return -ENOMEM;
		}
		xmlFreeNode(copy);
		node = vpb_xml_insert(record, NULL, text.data);
		if (!node)
			return -ENOMEM;
	}
	return record ? 0 : -ENOMEM;
}

/* The nearest element on the way to `path` that is there, and what of the path is left. */
static xmlNode *container_find(xmlNode *domain, const char **path)
{
	while (**path) {
		char name[64];
		size_t length = strcspn(*path, "/");
		xmlNode *child;

		if (length >= sizeof(name))
			return domain;
		memcpy(name, *path, length);
		name[length] = '\0';
		child = vpb_domain_place(domain, name);
		if (!child)
			return domain;
		domain = child;
		*path += length + ((*path)[length] == '/');
	}
	return domain;
}

/* `elements` in elements of the names of `path`, each a line and two blanks further in. */
static void wrap(
	const char *path, const char *elements, unsigned int depth, struct vpb_text *text)
{
	size_t length = strcspn(path, "/");

	if (!*path) {
		vpb_text_add(text, "%*s%s", (int)depth * 2, "", elements);
		return;
	}
	vpb_text_add(text, "%*s<%.*s>\n", (int)depth * 2, "", (int)length, path);
	wrap(path + length + (path[length] == '/'), elements, depth + 1, text);
	vpb_text_add(text, "\n%*s</%.*s>", (int)depth * 2, "", (int)length, path);
}

int vpb_record_add(xmlNode *domain, const char *path, const char *elements)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text whole = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text place = {};
	const char *missing = path;
	xmlNode *container = container_find(domain, &missing), *first;
	size_t length = (size_t)(missing - path);

	vpb_text_add(&place, "%.*s",
		(int)(length && path[length - 1] == '/' ? length - 1 : length), path);
	wrap(missing, elements, 0, &whole);
	if (vpb_text_error(&whole) < 0 || vpb_text_error(&place) < 0)
		return -ENOMEM;
	first = vpb_xml_insert(container, NULL, whole.data);
	return first ? write_down(domain, "added", place.data, first, NULL) : -ENOMEM;
}

static void path_add(const xmlNode *element, const xmlNode *domain, struct vpb_text *path)
{
	if (element == domain)
		return;
	path_add(element->parent, domain, path);
	vpb_text_add(path, "%s%s", path->length ? "/" : "", (const char *)element->name);
}

int vpb_record_remove(xmlNode *domain, xmlNode *element)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};
	int r = 0;

	path_add(element->parent, domain, &path);
	if (vpb_text_error(&path) < 0)
		return -ENOMEM;
	if (!vpb_domain_is_ours(element))
		r = write_down(domain, "removed", path.data ? path.data : "", element,
			vpb_xml_element(element->next, NULL));
	if (r == 0)
		vpb_xml_remove(element);
	return r;
}

bool vpb_record_is_any(xmlNode *domain)
{
	VPB_XML_EACH(device, vpb_xml_find(domain, "devices"), NULL)
	if (vpb_domain_is_ours(device))
		return true;
	return record_find(domain);
}
