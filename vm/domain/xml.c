/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void vpb_xml_done(struct vpb_xml *xml)
{
	xmlFreeDoc(xml->document);
	free(xml->source);
	*xml = (struct vpb_xml){};
}

xmlNode *vpb_xml_root(const struct vpb_xml *xml)
{
	return xmlDocGetRootElement(xml->document);
}

xmlNode *vpb_xml_element(xmlNode *node, const char *name)
{
	while (node && (node->type != XML_ELEMENT_NODE ||
			       (name && strcmp((const char *)node->name, name) != 0)))
		node = node->next;
	return node;
}

xmlNode *vpb_xml_find(xmlNode *from, const char *path)
{
	while (from && *path) {
		size_t length = strcspn(path, "/");
		xmlNode *child = vpb_xml_element(from->children, NULL);

		while (child && (strlen((const char *)child->name) != length ||
					memcmp(child->name, path, length) != 0))
			child = vpb_xml_element(child->next, NULL);
		from = child;
		path += length + (path[length] == '/');
	}
	return from;
}

/* Without a DTD there are no references to entities: the value is one text. */
static const char *content_of(const xmlNode *text)
{
	return text && text->content ? (const char *)text->content : "";
}

const char *vpb_xml_get(xmlNode *from, const char *path, const char *attribute)
{
	xmlNode *element = vpb_xml_find(from, path);
	const xmlAttr *found =
		element ? xmlHasNsProp(element, (const xmlChar *)attribute, NULL) : NULL;

	return found ? content_of(found->children) : NULL;
}

bool vpb_xml_is(xmlNode *from, const char *path, const char *attribute, const char *value)
{
	const char *found = vpb_xml_get(from, path, attribute);

	return found && strcmp(found, value) == 0;
}

bool vpb_xml_number(
	xmlNode *from, const char *path, const char *attribute, unsigned long *ret_number)
{
	const char *value = vpb_xml_get(from, path, attribute);
	unsigned long number;
	char *end;

	if (!value || value[strspn(value, "0123456789abcdefABCDEFxX")] || !*value)
		return false;
	errno = 0;
	number = strtoul(value, &end, strncasecmp(value, "0x", 2) == 0 ? 16 : 10);
	if (errno || *end)
		return false;
	*ret_number = number;
	return true;
}

const char *vpb_xml_text(xmlNode *from, const char *path)
{
	const xmlNode *element = vpb_xml_find(from, path);
	const xmlNode *child = element ? element->children : NULL;

	while (child && child->type != XML_TEXT_NODE &&
		child->type != XML_CDATA_SECTION_NODE)
		child = child->next;
	return content_of(child);
}

static bool is_blank(const xmlNode *node)
{
	return node && node->type == XML_TEXT_NODE && xmlIsBlankNode(node);
}

/*
 * The line end and blanks that stand before the children of an element: as before one that is there, else
 * two more than the element has. "" where the document is one line.
 */
static void indent_find(const xmlNode *parent, struct vpb_text *indent)
{
	for (const xmlNode *child = parent->children; child; child = child->next) {
		const char *line =
			is_blank(child) ? strrchr(content_of(child), '\n') : NULL;

		if (line && child->next && child->next->type != XML_TEXT_NODE) {
			vpb_text_add(indent, "%s", line);
			return;
		}
	}
	if (is_blank(parent->prev) && strrchr(content_of(parent->prev), '\n'))
		vpb_text_add(indent, "%s  ", strrchr(content_of(parent->prev), '\n'));
	else if (parent->parent && parent->parent->type == XML_DOCUMENT_NODE &&
		 !parent->children)
		vpb_text_add(indent, "\n  ");
}

/* The line end and blanks before its end tag. */
static void tail_add(xmlNode *parent, const char *indent)
{
	size_t length = strlen(indent);

	if (length > 2)
		xmlAddChild(parent, xmlNewDocTextLen(parent->doc, (const xmlChar *)indent,
					    (int)length - 2));
}

static xmlNode *elements_parse(xmlNode *parent, const char *elements, const char *indent)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	xmlNode *list = NULL;

	for (; *elements; elements++)
		if (*elements != '\n')
			vpb_text_add(&text, "%c", *elements);
		else if (elements[1])
			vpb_text_add(&text, "%s", indent);
	if (vpb_text_error(&text) < 0 || !text.data ||
		xmlParseInNodeContext(parent, text.data, (int)text.length,
			XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING,
			&list) != XML_ERR_OK) {
		xmlFreeNodeList(list);
		return NULL;
	}
	return list;
}

xmlNode *vpb_xml_insert(xmlNode *parent, xmlNode *before, const char *elements)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text indent = {};
	xmlNode *first, *next, *tail;

	vpb_text_add(&indent, "%s", "");
	indent_find(parent, &indent);
	if (vpb_text_error(&indent) < 0)
		return NULL;
	first = elements_parse(parent, elements, indent.data);
	if (!first)
		return NULL;
	if (!before && !parent->children)
		tail_add(parent, indent.data);
	/* Its place is before the blanks that belong to what follows. */
	tail = before ? before : parent->last;
	if (before ? is_blank(before->prev) : is_blank(tail))
		tail = before ? before->prev : tail;
	else if (!before)
		tail = NULL;
	if (*indent.data) {
		/* With its document: what frees it looks there for whose the names after it are. */
		xmlNode *blank = xmlNewDocText(parent->doc, (const xmlChar *)indent.data);

		blank->next = first;
		first->prev = blank;
		first = blank;
	}
	for (xmlNode *node = first; node; node = next) {
		next = node->next;
		node->next = node->prev = NULL;
		/* xmlAddPrevSibling() and xmlAddChild() would merge texts, and free one. */
		node->parent = parent;
		node->prev = tail ? tail->prev : parent->last;
		node->next = tail;
		*(node->prev ? &node->prev->next : &parent->children) = node;
		*(tail ? &tail->prev : &parent->last) = node;
	}
	return vpb_xml_element(first, NULL);
}

void vpb_xml_remove(xmlNode *element)
{
	xmlNode *parent = element->parent;

	if (is_blank(element->prev)) {
		xmlNode *blank = element->prev;

		xmlUnlinkNode(blank);
		xmlFreeNode(blank);
	}
	xmlUnlinkNode(element);
	xmlFreeNode(element);
	if (parent && is_blank(parent->children) && !parent->children->next) {
		xmlNode *blank = parent->children;

		xmlUnlinkNode(blank);
		xmlFreeNode(blank);
	}
}
