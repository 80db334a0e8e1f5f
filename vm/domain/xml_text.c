/* SPDX-License-Identifier: GPL-2.0-or-later */

/* An XML document and its text. */

#include <errno.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlsave.h>
#include <stdlib.h>
#include <string.h>

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
	if (document && (parser->_private || is_wide(document))) {
		xmlFreeDoc(document);
		document = NULL;
		if (!parser->_private)
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
		.has_declaration = strncmp(text, "<?xml", 5) == 0,
		.has_crlf = strstr(text, "\r\n"),
		.has_last_newline = text[length - 1] == '\n',
	};
	return 0;
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
		if (*at == '\'')
			vpb_text_add(text, "&apos;");
		else if (strncmp(at, "&quot;", 6) == 0) {
			vpb_text_add(text, "\"");
			at += 5;
		} else {
			vpb_text_add_bytes(text, at, 1);
		}
	vpb_text_add_bytes(text, &quote, 1);
	return at;
}

/* Up to there it is copied: what is no tag has no quotes of ours. */
static const char *part_add(const char *at, const char *end_mark, struct vpb_text *text)
{
	const char *end = strstr(at, end_mark);
	size_t length = end ? (size_t)(end - at) + strlen(end_mark) : strlen(at);

	vpb_text_add_bytes(text, at, length);
	return at + length - 1;
}

static void requote(const char *at, char quote, struct vpb_text *text)
{
	bool is_in_tag = false;

	for (; *at; at++) {
		if (!is_in_tag && strncmp(at, "<!--", 4) == 0)
			at = part_add(at, "-->", text);
		else if (!is_in_tag && strncmp(at, "<![CDATA[", 9) == 0)
			at = part_add(at, "]]>", text);
		else if (!is_in_tag && strncmp(at, "<?", 2) == 0 &&
			 strncmp(at, "<?xml ", 6) != 0)
			at = part_add(at, "?>", text);
		else if (is_in_tag && *at == '"')
			at = value_add(at, quote, text);
		else
			vpb_text_add_bytes(text, at, 1);
		if (!*at)
			return;
		if (*at == '<')
			is_in_tag = true;
		else if (*at == '>')
			is_in_tag = false;
	}
}

/* By one libxml2 buffer, whose text is then taken over. */
static int saved_add(xmlDoc *document, xmlNode *element, int options, char quote,
	struct vpb_text *text)
{
	xmlBuffer *buffer = xmlBufferCreate();
	xmlSaveCtxt *save = buffer ? xmlSaveToBuffer(buffer,
					     (const char *)document->encoding, options)
				   : NULL;
	bool is_fine = save && (element ? xmlSaveTree(save, element)
					: xmlSaveDoc(save, document)) >= 0;

	is_fine &= save && xmlSaveClose(save) >= 0 && xmlBufferContent(buffer);
	if (is_fine && quote == '\'')
		requote((const char *)xmlBufferContent(buffer), quote, text);
	else if (is_fine)
		vpb_text_add(text, "%s", (const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);
	return is_fine ? vpb_text_error(text) : -ENOMEM;
}

int vpb_xml_print(const struct vpb_xml *xml, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text plain = {};
	int r = saved_add(xml->document, NULL,
		xml->has_declaration ? 0 : XML_SAVE_NO_DECL, xml->quote, &plain);

	if (r < 0)
		return r;
	if (!xml->has_last_newline && plain.length &&
		plain.data[plain.length - 1] == '\n')
		plain.data[--plain.length] = '\0';
	for (size_t i = 0; i < plain.length; i++) {
		if (xml->has_crlf && plain.data[i] == '\n')
			vpb_text_add_bytes(text, "\r", 1);
		vpb_text_add_bytes(text, &plain.data[i], 1);
	}
	return vpb_text_error(text);
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

int vpb_xml_print_element(xmlNode *element, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text lines = {};
	size_t margin = margin_of(element);
	int r = saved_add(element->doc, element, XML_SAVE_NO_DECL, '\'', &lines);

	for (const char *at = lines.data; r == 0 && *at; at++) {
		size_t blanks = strspn(at + 1, " \t");

		vpb_text_add_bytes(text, at, 1);
		if (*at == '\n')
			at += blanks < margin ? blanks : margin;
	}
	return r < 0 ? r : vpb_text_error(text);
}
