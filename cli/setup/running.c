/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "running.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/base/log.h"
#include "../../helper/sys/lock.h"
#include "../../host/change/spawn.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/screen.h"
#include "../table.h"
#include "preview.h"

enum {
	SHOWN_LINES = 20, /* of a log, after a failure */
};

/* The line that is on the screen while one runs. */
struct running {
	const char *text;
	bool has_seconds;
};

/* What makes boot images; a change has these before all others. */
static bool makes_image(const char *line)
{
	return vpb_word_has_start(line, "update-initramfs ") ||
	       vpb_word_has_start(line, "dracut ") ||
	       vpb_word_has_start(line, "mkinitcpio ");
}

static size_t images_count(const struct vpb_journal *journal)
{
	const char *line;
	size_t count = 0;

	for (size_t i = 0; (line = vpb_journal_line(journal, i)); i++)
		count += makes_image(line);
	return count;
}

/* Over itself: a time only grows longer. */
static void seconds_show(unsigned int seconds, void *context)
{
	const struct running *running = context;
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

	vpb_text_add(&line, "%s ... %u s", running->text, seconds);
	if (vpb_text_error(&line) < 0)
		return;
	/* One that is wider than the screen cannot be written over. */
	printf("\r%.*s", (int)vpb_table_cut(line.data, vpb_screen_width() - 1),
		line.data);
	fflush(stdout);
}

/* Negative where it cannot be kept, and then the screen has to do. */
static int log_open(const struct vpb_change *change, bool goes_on)
{
	int fd = change->is_verbose ? -1
				    : vpb_lock_open(change->root, VPB_RUNNING_LOG_FILE);

	if (fd >= 0 && (goes_on ? lseek(fd, 0, SEEK_END) < 0 : ftruncate(fd, 0) < 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* What is in the log from there on. */
static void log_show(const struct vpb_change *change, int fd, off_t begin)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	size_t lines = 0;
	const char *at;

	if (fd < 0)
		return;
	if (lseek(fd, begin, SEEK_SET) == begin && vpb_root_read_open(fd, &text) == 0 &&
		text.length) {
		at = text.data + text.length;
		while (at > text.data && (at[-1] != '\n' || lines++ < SHOWN_LINES))
			at--;
		vpb_lines_print(at);
		if (text.data[text.length - 1] != '\n')
			putchar('\n');
	}
	vpb_line_print(
		"What it printed is in %s/" VPB_RUNNING_LOG_FILE ".", change->root->path);
}

static int line_run(const char *line, const struct running *running, int log_fd)
{
	const struct vpb_spawn spawn = {.output_fd = log_fd,
		.tick = running->has_seconds ? seconds_show : NULL,
		.context = (void *)running};
	int r;

	if (!running->has_seconds)
		printf("%s\n", running->text);
	r = vpb_spawn_line(line, &spawn);
	if (running->has_seconds)
		putchar('\n');
	return r;
}

static void failure_log(const struct vpb_change *change, const char *line, int r)
{
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "%s: '%s' could not be run: %s", change->name,
			line, strerror(-r));
	else
		vpb_log(VPB_LOG_ERROR, "%s: '%s' exited with status %d", change->name,
			line, r);
}

bool vpb_running_do(const struct vpb_change *change, bool goes_on, size_t *ret_begun)
{
	VPB_CLEANUP(vpb_closep) int log_fd = -1;
	size_t count = images_count(&change->journal), number = 0;
	const char *line;

	*ret_begun = 0;
	if (!change->root->is_running_machine) {
		vpb_preview_show_lines(change);
		return true;
	}
	log_fd = log_open(change, goes_on);
	while ((line = vpb_journal_line(&change->journal, *ret_begun))) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		struct running running = {
			.has_seconds = log_fd >= 0 && vpb_screen_is_terminal()};
		off_t begin = log_fd < 0 ? 0 : lseek(log_fd, 0, SEEK_CUR);
		int r;

		++*ret_begun;
		if (makes_image(line))
			vpb_text_add(&text, _("Rebuilding image %zu of %zu: %s"),
				++number, count, line);
		else
			vpb_text_add(&text, _("Running: %s"), line);
		running.text = text.data;
		r = vpb_text_error(&text);
		if (r == 0)
			r = line_run(line, &running, log_fd);
		if (r == 0)
			continue;
		if (r > 0)
			log_show(change, log_fd, begin);
		failure_log(change, line, r);
		return false;
	}
	return true;
}
