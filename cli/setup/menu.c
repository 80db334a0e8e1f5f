/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "menu.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/cleanup.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/screen.h"
#include "../table.h"
#include "keys.h"

enum {
	MARK_COLUMNS = 5, /* ">[*] " */
	LINES_AROUND = 2, /* the heading and what the keys do */
};

/* What is on the screen. */
struct drawing {
	struct vpb_window window;
	size_t lines; /* above the cursor */
	size_t top; /* the first line of the table that is shown */
};

/* The longest that fits is shown. */
static const char *const keys_help[] = {
	N_("Up/Down: move, Space: mark, Enter: go on, q: quit; or type numbers (1 3-4), addresses "
	   "or names"),
	N_("Up/Down: move, Space: mark, Enter: go on, q: quit; or type numbers (1 3-4)"),
	N_("Up/Down, Space: mark, Enter: go on, q: quit"),
	N_("Space: mark, Enter, q: quit"),
};

/* The last column stays free: some terminals go on to the next line when it is written. */
static size_t table_columns(const struct drawing *drawing)
{
	return drawing->window.columns - MARK_COLUMNS - 1;
}

/* As much as fits, and what is left of an earlier drawing goes. */
static void row_put(const char *text, size_t length, size_t columns)
{
	size_t fits = vpb_table_cut(text, columns);

	printf("%.*s\033[K", (int)(fits < length ? fits : length), text);
}

/* The line that the text begins with; *text is then the next one. */
static size_t line_take(const char **text)
{
	size_t length = strcspn(*text, "\n");

	*text += length + ((*text)[length] == '\n');
	return length;
}

static void rows_draw(
	const struct vpb_menu *menu, const struct drawing *drawing, const char *table)
{
	size_t room = drawing->window.lines - LINES_AROUND;
	size_t columns = table_columns(drawing);

	for (size_t i = 0; i < menu->count && *table; i++) {
		const char *line = table;
		size_t length = line_take(&table);
		bool is_at = i == menu->at;

		if (i < drawing->top || i >= drawing->top + room)
			continue;
		printf("%s%c[%c] ", is_at ? VPB_COLOR_REVERSE : "", is_at ? '>' : ' ',
			menu->picked[i] ? '*' : ' ');
		row_put(line, length, columns);
		printf("%s\n", is_at ? VPB_COLOR_END : "");
	}
}

/* What is typed, of which the end is shown, else what can be. The cursor is after it. */
static void prompt_draw(const struct vpb_menu *menu, size_t columns)
{
	size_t i = 0, last = sizeof(keys_help) / sizeof(*keys_help) - 1;
	const char *typed = menu->typed;

	while (typed[vpb_table_cut(typed, columns)])
		typed++;
	while ((*typed & 0xc0) == 0x80)
		typed++;
	while (i < last && _(keys_help[i])[vpb_table_cut(_(keys_help[i]), columns)])
		i++;
	row_put(*menu->typed ? typed : _(keys_help[i]), SIZE_MAX, columns);
}

/* From the cursor's place after the last drawing, over it. A window of another size begins anew. */
static bool draw(const struct vpb_menu *menu, struct drawing *drawing)
{
	struct vpb_window window = drawing->window;
	VPB_CLEANUP(vpb_freep) char *table = NULL;
	const char *line, *rest;
	size_t room;

	if (!vpb_window_read(&drawing->window) || drawing->window.lines <= LINES_AROUND ||
		drawing->window.columns <= MARK_COLUMNS + 1)
		return false;
	room = drawing->window.lines - LINES_AROUND;
	if (menu->at < drawing->top)
		drawing->top = menu->at;
	if (menu->at >= drawing->top + room)
		drawing->top = menu->at - room + 1;
	rest = table = menu->table(menu->context, table_columns(drawing));
	if (!table)
		return false;
	if (window.columns && (window.columns != drawing->window.columns ||
				      window.lines != drawing->window.lines))
		fputs("\033[H\033[2J", stdout);
	else if (drawing->lines)
		printf("\r\033[%zuA", drawing->lines);
	line = rest;
	printf("\r%*s", MARK_COLUMNS, "");
	row_put(line, line_take(&rest), table_columns(drawing));
	putchar('\n');
	rows_draw(menu, drawing, rest);
	drawing->lines = 1 + (menu->count < room ? menu->count : room);
	prompt_draw(menu, drawing->window.columns - 1);
	fflush(stdout);
	return true;
}

/* Takes the last letter away, all its bytes. */
static void typed_erase(char *typed)
{
	size_t length = strlen(typed);

	while (length && (typed[length - 1] & 0xc0) == 0x80)
		length--;
	typed[length ? length - 1 : 0] = '\0';
}

static void typed_add(struct vpb_menu *menu, char byte)
{
	size_t length = strlen(menu->typed);

	if (length + 1 < sizeof(menu->typed))
		memcpy(menu->typed + length, (char[]){byte, '\0'}, 2);
}

/* The keys that are commands as long as nothing is typed. Returns whether it was one. */
static bool command_do(struct vpb_menu *menu, int key)
{
	switch (key) {
	case 'k':
	case VPB_KEY_UP:
		menu->at -= menu->at > 0;
		return true;
	case 'j':
	case VPB_KEY_DOWN:
		menu->at += menu->at + 1 < menu->count;
		return true;
	case VPB_KEY_FIRST:
		menu->at = 0;
		return true;
	case VPB_KEY_LAST:
		menu->at = menu->count - 1;
		return true;
	case ' ':
		menu->picked[menu->at] = !menu->picked[menu->at];
		return true;
	default:
		return false;
	}
}

static enum vpb_menu_end enter_do(struct vpb_menu *menu)
{
	if (*menu->typed)
		return VPB_MENU_TYPED;
	for (size_t i = 0; i < menu->count; i++)
		if (menu->picked[i])
			return VPB_MENU_PICKED;
	menu->picked[menu->at] = true;
	return VPB_MENU_PICKED;
}

static enum vpb_menu_end keys_do(struct vpb_menu *menu, struct drawing *drawing)
{
	for (;;) {
		int key;

		if (!draw(menu, drawing))
			return VPB_MENU_FAILED;
		key = vpb_key_read();
		if (key == VPB_KEY_END || (key == 'q' && !*menu->typed))
			return VPB_MENU_QUIT;
		if (key == VPB_KEY_ENTER)
			return enter_do(menu);
		if (key == VPB_KEY_AGAIN)
			drawing->lines = 0;
		else if (key == VPB_KEY_ESCAPE)
			*menu->typed = '\0';
		else if (key == VPB_KEY_ERASE)
			typed_erase(menu->typed);
		else if ((*menu->typed || !command_do(menu, key)) && key >= ' ' &&
			 key <= 0xff)
			typed_add(menu, (char)key);
	}
}

enum vpb_menu_end vpb_menu_run(struct vpb_menu *menu)
{
	struct drawing drawing = {};
	enum vpb_menu_end end;

	*menu->typed = '\0';
	if (!vpb_keys_begin())
		return VPB_MENU_FAILED;
	end = keys_do(menu, &drawing);
	/* What stays on the screen is the table with its marks. */
	if (end == VPB_MENU_PICKED && !draw(menu, &drawing))
		end = VPB_MENU_FAILED;
	vpb_keys_end();
	if (end == VPB_MENU_TYPED)
		putchar('\n');
	else
		fputs("\r\033[K", stdout);
	fflush(stdout);
	return end;
}
