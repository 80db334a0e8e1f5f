/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "process.h"

const char *const trace_words[] = {"strace", "-f", "-qq", "-y", "-s", "4096", "-e",
	"trace=open,openat,openat2,creat,write,pwrite64,writev,unlink,unlinkat,rename,"
	"renameat,renameat2,mkdir,mkdirat,symlink,symlinkat,link,linkat,truncate,ftruncate",
	"-o", NULL};

/* The parts of a line such as `12 openat(AT_FDCWD</work>, "a", O_RDONLY) = 3</tree/a>`. */
struct call {
	char name[32];
	char path
		[4096]; /* after "= N<", or the first argument's; "" where there is none */
	char text[8192]; /* the first quoted argument */
	bool to_write, failed;
};

static void quoted_copy(const char *from, char open, char close, char *to, size_t bytes)
{
	const char *begin = strchr(from, open);
	const char *end = begin ? begin + 1 : NULL;

	*to = '\0';
	if (!begin)
		return;
	while (*end && *end != close)
		end += *end == '\\' && end[1] ? 2 : 1;
	snprintf(to, bytes, "%.*s", (int)(end - begin - 1), begin + 1);
}

static bool call_parse(const char *line, struct call *call)
{
	const char *word = line + strspn(line, "0123456789 ");
	const char *arguments = strchr(word, '(');
	const char *result = arguments ? strrchr(line, '=') : NULL;

	for (const char *at = result; at && at[1] != ' ';)
		at = result = strstr(at + 1, " = ") ? strstr(at + 1, " = ") + 1 : NULL;
	if (!arguments || !result)
		return false;
	snprintf(call->name, sizeof(call->name), "%.*s", (int)(arguments - word), word);
	call->failed = result[2] == '-';
	quoted_copy(arguments, '"', '"', call->text, sizeof(call->text));
	quoted_copy(strncmp(call->name, "open", 4) == 0 ? result : arguments, '<', '>',
		call->path, sizeof(call->path));
	call->to_write = strncmp(call->name, "open", 4) != 0 ||
			 strstr(arguments, "O_WRONLY") || strstr(arguments, "O_RDWR") ||
			 strstr(arguments, "O_CREAT");
	return true;
}

static void line_add(
	char **lines, const char *format, const char *first, const char *second)
{
	char *more = text_make(format, first, second);
	char *all = text_make("%s%s\n", *lines, more);

	free(more);
	free(*lines);
	*lines = all;
}

static const char *last_two(const char *path)
{
	const char *slash = strrchr(path, '/');

	while (slash > path && slash[-1] != '/')
		slash--;
	return slash;
}

static void call_take(struct trace *trace, const struct call *call, const char *tree)
{
	size_t length = strlen(tree);
	bool inside = strncmp(call->path, tree, length) == 0 &&
		      (call->path[length] == '/' || !call->path[length]);
	const char *below = inside && call->path[length] ? call->path + length + 1 : "";

	if (strncmp(call->name, "open", 4) == 0) {
		if (inside && !call->failed && !lines_have(trace->opened, below))
			line_add(&trace->opened, "%s", below, NULL);
		/* Its own stdout and stderr are open already; nothing else is to be. */
		if (!inside && call->to_write && !call->failed)
			line_add(&trace->outside, "%s %s", call->name, call->path);
	} else if (strstr(call->name, "write")) {
		if (inside && strncmp(below, "sys/", 4) == 0)
			line_add(&trace->writes, "%s \"%s\"", last_two(call->path),
				call->text);
	} else if (!inside && call->text[0] && !call->failed &&
		   strncmp(call->text, tree, length) != 0) {
		line_add(&trace->outside, "%s %s", call->name, call->text);
	}
}

struct trace trace_read(const char *log, const char *tree)
{
	struct trace trace = {};
	char *text = file_read(log), *rest = text, *line;
	struct call *call = malloc(sizeof(*call));

	if (text && call) {
		trace = (struct trace){strdup(""), strdup(""), strdup("")};
		while ((line = strsep(&rest, "\n")))
			if (call_parse(line, call))
				call_take(&trace, call, tree);
	}
	free(call);
	free(text);
	return trace;
}

void trace_done(struct trace *trace)
{
	free(trace->opened);
	free(trace->writes);
	free(trace->outside);
}

bool lines_have(const char *lines, const char *line)
{
	size_t length = strlen(line);

	if (length == 0)
		return true;
	for (const char *at = lines; (at = strstr(at, line)); at++)
		if ((at == lines || at[-1] == '\n') && at[length] == '\n')
			return true;
	return false;
}
