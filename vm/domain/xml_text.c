/* SPDX-License-Identifier: GPL-2.0-or-later */

/* An XML document and its text. */

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlsave.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "xml.h"

/* What a domain of libvirt never has; entities could be made to fill the memory. */
static void dtd_refuse(
	void *context, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
	xmlParserCtxt *parser = context;

	(void)name;
	(void)id;
	(void)system;
	parser->_private = context;
	xmlStopParser(parser);
}

static char *problem_describe(xmlParserCtxt *parser)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const xmlError *error = xmlCtxtGetLastError(parser);
	const char *message = error && error->message ? error->message : "no XML";

	if (parser->_private)
		vpb_text_add(&text, "it has a DTD (<!DOCTYPE ...>), which no domain has");
	else
		vpb_text_add(&text, "line %d: %.*s", error ? error->line : 1,
			(int)strcspn(message, "\n"), message);
	return text.data ? strdup(text.data) : NULL;
}

/* As most of its attributes are quoted. */
static char quote_find(const char *text)
{
	size_t single = 0, twice = 0;

	for (text = strchr(text, '='); text; text = strchr(text + 1, '=')) {
		single += text[1] == '\'';
		twice += text[1] == '"';
	}
	return twice > single ? '"' : '\'';
}

/* Written back as it is only where a letter of ASCII is one byte. */
static bool is_wide(const xmlDoc *document)
{
	const char *encoding = (const char *)document->encoding;

	return encoding && (strncasecmp(encoding, "UTF-16", 6) == 0 ||
				   strncasecmp(encoding, "UCS", 3) == 0 ||
				   strncasecmp(encoding, "ISO-10646", 9) == 0 ||
				   strncasecmp(encoding, "UTF-32", 6) == 0);
}

void vpb_xml_escape(const char *value, struct vpb_text *text)
{
	for (; *value; value++)
		if (*value == '&')
			vpb_text_add(text, "&amp;");
		else if (*value == '<')
			vpb_text_add(text, "&lt;");
		else if (*value == '>')
			vpb_text_add(text, "&gt;");
		else if (*value == '\'')
			vpb_text_add(text, "&apos;");
		else if (strchr("\t\n\r", *value)) /* else it is read as a blank */
			vpb_text_add(text, "&#%d;", *value);
		else
			vpb_text_add_bytes(text, value, 1);
}

/*
 * libxml2 writes "value", libvirt 'value'. `at` is at a '"' in a tag; returns where its value ends. What
 * is in it keeps its meaning in the other quotes.
 */
static const char *value_add(const char *at, char quote, struct vpb_text *text)
{
	vpb_text_add_bytes(text, &quote, 1);
	for (at++; *at && *at != '"'; at++)
		if (*at == '\'' && quote == '\'')
			vpb_text_add(text, "&apos;");
		else if (strncmp(at, "&quot;", 6) == 0 && quote == '\'') {
			vpb_text_add(text, "\"");
			at += 5;
		} else {
			vpb_text_add_bytes(text, at, 1);
		}
	vpb_text_add_bytes(text, &quote, 1);
	return at;
}

/* Where a tag ends that begins at `at`: at its '>', or at the end of the text. */
static const char *tag_end(const char *at)
{
	for (char quote = '\0'; *at && (quote || *at != '>'); at++)
		if (quote ? *at == quote : *at == '"' || *at == '\'')
			quote = quote ? '\0' : *at;
	return at;
}

/* What is no tag of an element, from '<' on: returns its last letter, or NULL. */
static const char *other_end(const char *at)
{
	static const struct {
		const char *begin, *end;
	} others[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"</", ">"}};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(others); i++) {
		const char *end;

		if (!vpb_word_has_start(at, others[i].begin))
			continue;
		end = strstr(at + strlen(others[i].begin), others[i].end);
		return end ? end + strlen(others[i].end) - 1 : at + strlen(at) - 1;
	}
	return NULL;
}

static xmlNode *element_after(xmlNode *element, const xmlNode *top)
{
	xmlNode *next = vpb_xml_element(element->children, NULL);

	while (!next && element && element != top) {
		next = vpb_xml_element(element->next, NULL);
		element = element->parent;
	}
	return next;
}

/*
 * A tag as it was in the source, if it comes from there: nothing is ever changed in one. Whether it is an empty element's
 * may be otherwise now.
 */
static void tag_restore(const char *at, const char *end, const xmlNode *element,
	char quote, struct vpb_text *text)
{
	const char *source = element->_private;
	const char *source_end = source ? tag_end(source) : NULL;
	bool is_empty = end[-1] == '/', was_empty = source && source_end[-1] == '/';

	if (!source) {
		for (; at < end; at++)
			if (*at == '"')
				at = value_add(at, quote, text);
			else
				vpb_text_add_bytes(text, at, 1);
		vpb_text_add(text, ">");
		return;
	}
	vpb_text_add_bytes(text, source, (size_t)(source_end - source) - was_empty);
	if (is_empty && !was_empty && source_end[1] == '<' && source_end[2] == '/')
		vpb_text_add(text, "></%s%s%s>",
			element->ns && element->ns->prefix
				? (const char *)element->ns->prefix
				: "",
			element->ns && element->ns->prefix ? ":" : "",
			(const char *)element->name);
	else
		vpb_text_add(text, is_empty ? "/>" : ">");
}

/* What libxml2 has printed of `element`, in the way of the source. */
static void tags_restore(
	const char *at, xmlNode *element, char quote, struct vpb_text *text)
{
	const xmlNode *top = element;

	for (; *at; at++) {
		const char *end = *at == '<' ? other_end(at) : at;

		if (end) {
			vpb_text_add_bytes(text, at, (size_t)(end - at) + 1);
		} else {
			end = tag_end(at);
			if (!*end || !element)
				return;
			tag_restore(at, end, element, quote, text);
			element = element_after(element, top);
		}
		at = end;
	}
}

/* Remembers where each element's tag is in the source, and where the last one ends. */
static void tags_note(struct vpb_xml *xml)
{
	xmlNode *element = xmlDocGetRootElement(xml->document);
	const char *at = strchr(xml->source, '<');
	size_t depth = 0;

	for (; at; at = strchr(at, '<')) {
		const char *end = other_end(at);

		if (!end) {
			end = tag_end(at);
			if (!element || !*end)
				return;
			element->_private = (void *)(uintptr_t)at;
			if (!depth)
				xml->begin = at;
			element = element_after(element, NULL);
			depth += end[-1] != '/';
		} else if (at[1] == '/') {
			depth--;
		}
		at = end;
		if (xml->begin && !depth) {
			xml->end = end + 1;
			return;
		}
	}
}

int vpb_xml_parse(
	const char *text, size_t length, struct vpb_xml *ret_xml, char **ret_problem)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc *document;

	*ret_problem = NULL;
	if (!parser)
		return -ENOMEM;
	parser->sax->internalSubset = dtd_refuse;
	document = length && !memchr(text, 0, length)
			   ? xmlCtxtReadMemory(parser, text, (int)length, NULL, NULL,
				     XML_PARSE_NONET | XML_PARSE_NOERROR |
					     XML_PARSE_NOWARNING)
			   : NULL;
	/* A prefix that nobody declares is no error of XML itself. */
	if (document &&
		(parser->_private || is_wide(document) || !parser->nsWellFormed)) {
		xmlFreeDoc(document);
		document = NULL;
		if (!parser->_private && parser->nsWellFormed)
			*ret_problem = strdup("its encoding is not UTF-8");
	}
	if (!document && !*ret_problem)
		*ret_problem = !length			 ? strdup("it is empty")
			       : memchr(text, 0, length) ? strdup("it is no text")
							 : problem_describe(parser);
	xmlFreeParserCtxt(parser);
	if (!document)
		return *ret_problem ? -EBADMSG : -ENOMEM;
	*ret_xml = (struct vpb_xml){
		.document = document,
		.quote = quote_find(text),
		.has_crlf = strstr(text, "\r\n"),
	};
	ret_xml->source = strdup(text);
	if (!ret_xml->source) {
		vpb_xml_done(ret_xml);
		return -ENOMEM;
	}
	tags_note(ret_xml);
	if (!ret_xml->end)
		ret_xml->begin = ret_xml->end = ret_xml->source + length;
	return 0;
}

static int saved_add(
	const xmlDoc *document, xmlNode *element, char quote, struct vpb_text *text)
{
	xmlBuffer *buffer = xmlBufferCreate();
	/* Without a name it would write all but ASCII as numbers. */
	const char *encoding =
		document->encoding ? (const char *)document->encoding : "UTF-8";
	xmlSaveCtxt *save =
		buffer ? xmlSaveToBuffer(buffer, encoding, XML_SAVE_NO_DECL) : NULL;
	bool is_fine = save && xmlSaveTree(save, element) >= 0;

	is_fine &= save && xmlSaveClose(save) >= 0 && xmlBufferContent(buffer);
	if (is_fine)
		tags_restore(
			(const char *)xmlBufferContent(buffer), element, quote, text);
	xmlBufferFree(buffer);
	return is_fine ? vpb_text_error(text) : -ENOMEM;
}

/* What stands before and after the domain, such as a comment, is as it was. */
int vpb_xml_print(const struct vpb_xml *xml, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text plain = {};
	int r = saved_add(xml->document, vpb_xml_root(xml), xml->quote, &plain);

	vpb_text_add_bytes(text, xml->source, (size_t)(xml->begin - xml->source));
	for (size_t i = 0; r == 0 && i < plain.length; i++) {
		if (xml->has_crlf && plain.data[i] == '\n' &&
			(i == 0 || plain.data[i - 1] != '\r'))
			vpb_text_add_bytes(text, "\r", 1);
		vpb_text_add_bytes(text, &plain.data[i], 1);
	}
	vpb_text_add(text, "%s", xml->end);
	return r < 0 ? r : vpb_text_error(text);
}

/* How far it is indented: as many blanks its later lines have that are not theirs. */
static size_t margin_of(const xmlNode *element)
{
	const xmlNode *before = element->prev;
	const char *line = before && before->type == XML_TEXT_NODE && before->content
				   ? strrchr((const char *)before->content, '\n')
				   : NULL;

	return line ? strlen(line + 1) : 0;
}

int vpb_xml_print_element(xmlNode *element, const xmlNode *from, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text lines = {};
	size_t margin = margin_of(from);
	int r = saved_add(element->doc, element, '\'', &lines);

	for (const char *at = lines.data; r == 0 && *at; at++) {
		size_t blanks = strspn(at + 1, " \t");

		vpb_text_add_bytes(text, at, 1);
		if (*at == '\n')
			at += blanks < margin ? blanks : margin;
	}
	return r < 0 ? r : vpb_text_error(text);
}
