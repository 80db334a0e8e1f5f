/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Files about modules, a line each: modprobe.d and lists of modules to load. */

#include <errno.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "leftovers_parse.h"

#define TROUBLE_COMMENT \
	"what follows '#' is no comment there: the module gets it as options"

/* A line, its first words, and what stands beside the word that matters. */
struct line {
	struct vpb_span span;
	struct vpb_span command, name, rest; /* the rest of its words */
	struct vpb_span ids; /* the first word with ids= after them */
	bool has_comment; /* a word that begins with '#' */
	bool is_odd; /* quotes, or a second ids=: not for a simple edit */
	unsigned int option_count; /* words before that, but for ids= */
};

static void options_read(struct line *line)
{
	struct vpb_span word = {};

	while (!line->has_comment && vpb_span_next(line->rest, &word)) {
		line->has_comment = *word.at == '#';
		line->is_odd |= memchr(word.at, '"', (size_t)(word.end - word.at)) ||
				(line->ids.at && vpb_span_has_start(word, "ids="));
		if (!line->ids.at && vpb_span_has_start(word, "ids="))
			line->ids = word;
		else if (!line->has_comment)
			line->option_count++;
	}
}

/* The whole line, or only the word ids= where other options have to stay. */
static int ids_add(const struct vpb_leftover_text *from, const struct line *line,
	const char *trouble)
{
	const bool is_line = !line->option_count;

	return vpb_leftover_add(from,
		&(struct vpb_leftover){.kind = vpb_span_is_stub(line->name)
						       ? VPB_LEFTOVER_STUB
						       : VPB_LEFTOVER_IDS,
			.is_line = is_line,
			.is_by_hand = line->is_odd,
			.trouble = trouble	       ? trouble
				   : line->has_comment ? TROUBLE_COMMENT
						       : NULL},
		is_line ? line->span : line->ids, vpb_span_after(line->ids, 4));
}

static int options_add(const struct vpb_leftover_text *from, const struct line *line)
{
	if (line->ids.at && vpb_span_takes_ids(line->name))
		return ids_add(from, line, NULL);
	/* As the guides write it beside `blacklist`. */
	if (line->option_count == 1 && vpb_span_has_start(line->rest, "modeset=0"))
		return vpb_leftover_add(from,
			&(struct vpb_leftover){
				.kind = VPB_LEFTOVER_AGAINST, .is_line = true},
			line->span, line->name);
	return 0;
}

/* Only where nothing but modules of vfio's come before the other. */
static int softdep_add(const struct vpb_leftover_text *from, const struct line *line)
{
	struct vpb_leftover like = {.kind = VPB_LEFTOVER_ORDER, .is_line = true};
	struct vpb_span word = {};
	bool is_found = false;

	while (vpb_span_next(line->rest, &word) && *word.at != '#') {
		bool is_vfio = vpb_span_is_vfio(word) || vpb_span_takes_ids(word);

		is_found |= is_vfio;
		like.is_by_hand |= !is_vfio && !vpb_span_is(word, "pre:");
	}
	return is_found ? vpb_leftover_add(from, &like, line->span, line->name) : 0;
}

/* A command that does nothing, in the place of loading the module. */
static bool is_nothing(struct vpb_span command)
{
	static const char *const names[] = {"/bin/false", "/bin/true", "/usr/bin/false",
		"/usr/bin/true", "/sbin/nologin", "/dev/null", "false", "true", ":"};
	struct vpb_span word = {};

	if (!vpb_span_next(command, &word))
		return false;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(names); i++)
		if (vpb_span_is(word, names[i]))
			return true;
	return false;
}

/* The program that a command line of a shell begins with. */
static struct vpb_span program_of(struct vpb_span command)
{
	struct vpb_span word = {};

	if (!vpb_span_next(command, &word))
		return command;
	word.at += *word.at == '"' || *word.at == '\'';
	for (const char *at = word.at; at < word.end; at++)
		if (strchr("\"';&|", *at))
			word.end = at;
	return word;
}

static int modprobe_line_add(
	const struct vpb_leftover_text *from, const struct line *line)
{
	const struct vpb_leftover against = {
		.kind = VPB_LEFTOVER_AGAINST, .is_line = true};
	const struct vpb_leftover program = {
		.kind = VPB_LEFTOVER_PROGRAM, .is_line = true};

	if (vpb_span_is(line->command, "options"))
		return options_add(from, line);
	if (vpb_span_is(line->command, "softdep"))
		return softdep_add(from, line);
	if (vpb_span_is(line->command, "blacklist") ||
		(vpb_span_is(line->command, "install") && is_nothing(line->rest)) ||
		(vpb_span_is(line->command, "alias") && vpb_span_is(line->rest, "off")))
		return vpb_leftover_add(from, &against, line->span, line->name);
	if (vpb_span_is(line->command, "install") && vpb_span_takes_ids(line->name))
		return vpb_leftover_add(
			from, &program, line->span, program_of(line->rest));
	return 0;
}

/* In a list the module's name is the first word. */
static bool line_read(const struct vpb_leftover_text *from, bool is_list,
	const char *comments, struct line *line)
{
	struct vpb_span word = {};

	do {
		if (!vpb_span_next_line(from->text, !is_list, &line->span))
			return false;
		word = (struct vpb_span){};
	} while (strchr(comments, *line->span.at) || !vpb_span_next(line->span, &word));
	while (line->span.end > line->span.at && strchr(" \t\r", line->span.end[-1]))
		line->span.end--;
	*line = (struct line){.span = line->span, .command = word, .name = word};
	if (!is_list && !vpb_span_next(line->span, &line->name))
		line->name = (struct vpb_span){line->span.end, line->span.end};
	line->rest = (struct vpb_span){line->name.end, line->span.end};
	line->rest.at += strspn(line->rest.at, " \t");
	if (line->rest.at > line->rest.end)
		line->rest.at = line->rest.end;
	options_read(line);
	return true;
}

int vpb_leftover_parse_modprobe(const struct vpb_leftover_text *from)
{
	struct line line = {};
	int r = 0;

	while (r == 0 && line_read(from, false, "#\n", &line))
		if (line.name.at < line.name.end)
			r = modprobe_line_add(from, &line);
	return r;
}

/* A line of modprobe.d's that was put into a list of modules, and is about vfio. */
static bool is_misplaced(const struct line *line)
{
	static const char *const commands[] = {
		"options", "softdep", "blacklist", "install"};
	struct vpb_span word = {};
	bool is_command = false, is_vfio = false;

	for (size_t i = 0; i < VPB_ARRAY_SIZE(commands); i++)
		is_command |= vpb_span_is(line->command, commands[i]);
	while (is_command && vpb_span_next(line->rest, &word))
		is_vfio |= vpb_span_is_vfio(word);
	return is_vfio;
}

static int list_read(const struct vpb_leftover_text *from, const char *comments,
	const char *trouble_of_options)
{
	struct vpb_leftover load = {.kind = VPB_LEFTOVER_LOAD, .is_line = true};
	struct line line = {};
	int r = 0;

	while (r == 0 && line_read(from, true, comments, &line)) {
		bool has_more = line.has_comment || line.option_count || line.ids.at;

		load.trouble =
			is_misplaced(&line)
				? "the first word of a line in this file is a module, and such "
				  "a line belongs into /etc/modprobe.d"
			: has_more && trouble_of_options ? trouble_of_options
			: line.has_comment		 ? TROUBLE_COMMENT
							 : NULL;
		if (line.ids.at && vpb_span_takes_ids(line.name))
			r = ids_add(from, &line, trouble_of_options);
		else if (vpb_span_is_vfio(line.name) || is_misplaced(&line))
			r = vpb_leftover_add(from, &load, line.span, line.name);
	}
	return r;
}

/* At the first line that does it. */
int vpb_leftover_parse_script(const struct vpb_leftover_text *from)
{
	static const char *const words[] = {
		"driver_override", "vfio-pci/new_id", "vfio-pci/bind"};
	VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};
	struct vpb_span line = {};

	vpb_text_add(&path, "/%s", from->path);
	if (vpb_text_error(&path) < 0)
		return -ENOMEM;
	while (vpb_span_next_line(from->text, false, &line))
		for (size_t i = 0; i < VPB_ARRAY_SIZE(words); i++)
			if (*line.at != '#' &&
				memmem(line.at, (size_t)(line.end - line.at), words[i],
					strlen(words[i])))
				return vpb_leftover_add(from,
					&(struct vpb_leftover){
						.kind = VPB_LEFTOVER_SCRIPT,
						.is_by_hand = true},
					line,
					(struct vpb_span){
						path.data, path.data + path.length});
	return 0;
}

int vpb_leftover_parse_modules(const struct vpb_leftover_text *from)
{
	return list_read(from, "#\n", NULL);
}

int vpb_leftover_parse_load(const struct vpb_leftover_text *from)
{
	return list_read(from, "#;\n",
		"systemd-modules-load takes the whole line for the name of one module, and "
		"loads nothing");
}
