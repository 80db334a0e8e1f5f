/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/base/json.h"
#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../host/terminal/diff.h"
#include "../host/terminal/findings.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "../host/terminal/question.h"

void vpb_vm_change_done(struct vpb_vm_change *change)
{
	vpb_store_done(&change->store);
	vpb_state_done(&change->state);
	vpb_xml_done(&change->xml);
	vpb_findings_done(&change->findings.list);
	vpb_text_done(&change->reasons);
}

int vpb_vm_change_fail(const struct vpb_vm_change *change, int error)
{
	vpb_log(VPB_LOG_ERROR, "%s: %s", change->command, strerror(-error));
	return VPB_EXIT_FAILED;
}

bool vpb_vm_change_take(struct vpb_vm_change *change, int option)
{
	switch (option) {
	case 'f':
		change->file = optarg;
		return true;
	case 'c':
		change->uri = optarg;
		return true;
	case 'n':
		change->is_dry = true;
		return true;
	case 'y':
		change->is_yes = true;
		return true;
	case 'J':
		change->is_json = true;
		return true;
	default:
		return false;
	}
}

int vpb_vm_change_options(struct vpb_vm_change *change, int argc, char **argv,
	const char *letters, const struct option *known, void (*help_print)(void))
{
	int option, r;

	while ((option = vpb_options_next(argc, argv, letters, known)) != -1) {
		if (vpb_vm_change_take(change, option))
			continue;
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
	}
	change->operands = (const char *const *)argv + optind;
	return -1;
}

/* A selector has one of these, and hardly any domain's name. */
static bool is_name(const char *word)
{
	return !strpbrk(word, ":.");
}

/* Beside --file the name may stand or not. */
static int file_name_take(struct vpb_vm_change *change)
{
	const char *name = vpb_xml_text(vpb_xml_root(&change->xml), "name");
	const char *word = change->operands[0];

	if (!word || (strcmp(word, name) != 0 && !is_name(word)))
		return -1;
	change->operands++;
	if (strcmp(word, name) == 0)
		return -1;
	vpb_log(VPB_LOG_ERROR, "%s: the domain in %s is '%s', not '%s'", change->command,
		change->file, VPB_WORD(name), VPB_WORD(word));
	return VPB_EXIT_USAGE;
}

static int xml_read(struct vpb_vm_change *change)
{
	VPB_CLEANUP(vpb_freep) char *problem = NULL;
	const char *root;
	int r = vpb_xml_parse(change->store.text.data, change->store.text.length,
		&change->xml, &problem);

	if (r < 0 && problem) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text printable = {};

		vpb_text_add_printable(&printable, problem);
		vpb_log(VPB_LOG_ERROR, "%s: %s: %s", change->command, change->store.name,
			printable.data ? printable.data : "");
		return VPB_EXIT_FAILED;
	}
	if (r < 0)
		return vpb_vm_change_fail(change, r);
	root = (const char *)vpb_xml_root(&change->xml)->name;
	if (strcmp(root, "domain") == 0)
		return -1;
	vpb_log(VPB_LOG_ERROR, "%s: %s: it is no domain of libvirt, but a <%s>",
		change->command, change->store.name, VPB_WORD(root));
	return VPB_EXIT_FAILED;
}

int vpb_vm_change_read(struct vpb_vm_change *change)
{
	int r;

	change->store.command = change->command;
	if (change->is_json && !change->is_dry && !change->is_yes) {
		vpb_log(VPB_LOG_ERROR, "%s: --json asks nothing: add --yes or --dry-run",
			change->command);
		return VPB_EXIT_USAGE;
	}
	if (change->file && change->uri) {
		vpb_log(VPB_LOG_ERROR, "%s: --file and --connect exclude each other",
			change->command);
		return VPB_EXIT_USAGE;
	}
	if (!change->file && !change->operands[0]) {
		vpb_log(VPB_LOG_ERROR, "%s: which domain? see %s --help", change->command,
			change->command);
		return VPB_EXIT_USAGE;
	}
	r = change->file ? vpb_store_open_file(change->file, &change->store)
			 : vpb_store_open_domain(
				   change->uri, change->operands[0], &change->store);
	if (r < 0)
		r = xml_read(change);
	if (r >= 0)
		return r;
	if (change->file)
		r = file_name_take(change);
	else
		change->operands++;
	change->findings.name = change->store.name;
	change->findings.has_lines = change->file;
	if (r >= 0)
		return r;
	r = vpb_state_read(change->root, &change->store, &change->state);
	return r < 0 ? vpb_vm_change_fail(change, r) : -1;
}

int vpb_vm_change_judge_session(struct vpb_vm_change *change)
{
	if (!change->store.is_session)
		return 0;
	return vpb_vm_find(&change->findings, VPB_VM_KIND_SESSION, NULL,
		"the domain belongs to a user's own libvirt: it starts with this device only if "
		"that user may open /dev/vfio and lock all memory of the VM",
		"use a domain of qemu:///system");
}

int vpb_vm_change_judge(struct vpb_vm_change *change)
{
	static const struct vpb_snapshot none;
	struct vpb_findings fresh = {
		.items = change->findings.list.items + change->shown_count,
		.count = change->findings.list.count - change->shown_count};
	int status = -1;

	change->shown_count = change->findings.list.count;
	for (size_t i = 0; i < change->findings.list.count; i++)
		if (change->findings.list.items[i].severity == VPB_REFUSE)
			status = VPB_EXIT_REFUSED;
	if (!change->is_json)
		vpb_findings_print("", &fresh, &none);
	if (status >= 0 && !change->is_json)
		vpb_log(VPB_LOG_ERROR, "%s: %s: nothing was changed", change->command,
			change->store.name);
	return status;
}

#define XML_SPACE " \t\r\n"

/* Where the value of the next attribute of that name begins, after its quote; NULL for none. */
static const char *value_find(const char *text, const char *attribute)
{
	for (const char *at = text; (at = strstr(at, attribute)); at++) {
		const char *value = at + strlen(attribute);

		value += strspn(value, XML_SPACE);
		if (at == text || !strchr(XML_SPACE, at[-1]) || *value != '=')
			continue;
		value++;
		value += strspn(value, XML_SPACE);
		if (*value == '\'' || *value == '"')
			return value + 1;
	}
	return NULL;
}

/* A definition has passwords for VNC and SPICE, which are nobody's to read from the screen. */
static int masked_copy(const struct vpb_text *text, struct vpb_file_text *ret_copy)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text copy = {};
	const char *at = text->data, *value;

	while ((value = value_find(at, "passwd"))) {
		const char *end = strchr(value, value[-1]);

		if (!end)
			break;
		vpb_text_add_bytes(&copy, at, (size_t)(value - at));
		vpb_text_add(&copy, "***");
		at = end;
	}
	vpb_text_add(&copy, "%s", at);
	return vpb_text_error(&copy) < 0
		       ? -ENOMEM
		       : vpb_file_text_set(ret_copy, true, copy.data, copy.length, 0);
}

int vpb_vm_change_end(struct vpb_vm_change *change, bool is_changed, int status)
{
	static const struct vpb_snapshot none;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};
	int r;

	if (!change->is_json)
		return status;
	vpb_json_begin_object(&json, NULL);
	vpb_json_add_string(
		&json, "domain", vpb_xml_text(vpb_xml_root(&change->xml), "name"));
	vpb_json_add_boolean(&json, "running", change->store.is_running);
	vpb_json_add_boolean(&json, "changed", is_changed);
	vpb_json_begin_array(&json, "changes");
	for (const char *line = change->reasons.data; line && *line;
		line += strcspn(line, "\n") + 1) {
		VPB_CLEANUP(vpb_freep) char *one = strndup(line, strcspn(line, "\n"));

		vpb_json_add_string(&json, NULL, one);
	}
	vpb_json_end_array(&json);
	vpb_findings_add_json(&json, "findings", &change->findings.list, &none);
	vpb_json_end_object(&json);
	r = vpb_output_text(&text);
	return r < 0 ? vpb_vm_change_fail(change, r) : status;
}

static int diff_show(const struct vpb_vm_change *change, const struct vpb_text *text)
{
	struct vpb_file_text before = {}, after = {};
	int r = masked_copy(&change->store.text, &before);

	if (r == 0)
		r = masked_copy(text, &after);
	vpb_sentences_print(change->reasons.data ? change->reasons.data : "", NULL, NULL);
	fflush(stdout);
	if (r == 0)
		r = vpb_diff_print(change->store.name, &before, &after);
	vpb_text_done(&before.text);
	vpb_text_done(&after.text);
	if (r == 0)
		return -1;
	vpb_log(VPB_LOG_ERROR, "%s: the difference cannot be shown: %s", change->command,
		r == -ENOENT ? "there is no program 'diff'" : strerror(-r));
	return VPB_EXIT_FAILED;
}

int vpb_vm_change_show(struct vpb_vm_change *change, const struct vpb_text *text)
{
	int r;

	if (change->is_json)
		return change->is_dry ? VPB_EXIT_DONE : -1;
	r = diff_show(change, text);
	if (r >= 0)
		return r;
	if (change->store.is_running)
		vpb_line_print(
			"%s is running: what it uses now stays as it is, and this is in force "
			"from its next start on.",
			change->store.name);
	return change->is_dry ? VPB_EXIT_DONE
			      : vpb_question_ask(change->command, change->is_yes);
}
