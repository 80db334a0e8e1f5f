/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/base/array.h"
#include "../../helper/base/cleanup.h"
#include "../../helper/base/log.h"
#include "../../helper/base/text.h"
#include "unit.h"

static void text_begins_as_nothing(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	(void)state;
	assert_null(text.data);
	assert_int_equal(vpb_text_error(&text), 0);
	vpb_text_done(&text);
	vpb_text_done(&text);
}

static void text_grows(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	(void)state;
	for (int i = 0; i < 10000; i++) {
		vpb_text_add(&text, "%04d", i);
		assert_int_equal(text.length, 4 * (size_t)(i + 1));
		assert_int_equal(strlen(text.data), text.length);
		assert_true(text.room_bytes > text.length);
	}
	assert_memory_equal(text.data, "000000010002", 12);
	assert_string_equal(text.data + 4 * 9999, "9999");
	assert_int_equal(vpb_text_error(&text), 0);
}

/* 255 bytes and a NUL fill the first room to the brim. */
static void text_fits_at_the_edge_of_its_room(void **state)
{
	(void)state;
	for (size_t length = 250; length < 260; length++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char bytes[300];

		memset(bytes, 'x', sizeof(bytes));
		vpb_text_add_bytes(&text, bytes, length);
		assert_int_equal(strlen(text.data), length);
		vpb_text_add(&text, "%s", "yz");
		assert_string_equal(text.data + length, "yz");
	}
}

static void text_takes_any_bytes(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	(void)state;
	vpb_text_add_bytes(&text, "a\0b", 3);
	vpb_text_add_bytes(&text, NULL, 0);
	vpb_text_add(&text, "%s", "");
	assert_int_equal(text.length, 3);
	assert_memory_equal(text.data, "a\0b", 4);
}

static void text_remembers_that_memory_was_out(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	(void)state;
	vpb_text_add(&text, "before");
	vpb_text_add_bytes(&text, "x", SIZE_MAX / 2);
	assert_int_equal(vpb_text_error(&text), -ENOMEM);
	assert_string_equal(text.data, "before");
	vpb_text_add(&text, ", after");
	assert_string_equal(text.data, "before, after");
	assert_int_equal(vpb_text_error(&text), -ENOMEM);
}

static void an_array_grows_by_zeroed_items(void **state)
{
	uint64_t *items = NULL;

	(void)state;
	for (size_t count = 0; count < 1000; count++) {
		items = vpb_array_grow(items, count, sizeof(*items));
		assert_non_null(items);
		assert_int_equal(items[count], 0);
		items[count] = count + 1;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(items[i], i + 1);
	free(items);
}

static void an_array_too_large_is_refused(void **state)
{
	(void)state;
	assert_null(vpb_array_grow(NULL, 0, SIZE_MAX / 4));
}

static void cleanup_closes_and_keeps_errno(void **state)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), none = -1;
	char *pointer = malloc(1);

	(void)state;
	assert_true(fd >= 0);
	errno = ENOTTY;
	vpb_closep(&fd);
	vpb_closep(&none);
	assert_int_equal(errno, ENOTTY);
	assert_int_equal(fcntl(fd, F_GETFD), -1);
	vpb_freep(&pointer);
}

/* Writes through vpb_log() and returns what came into the node. */
static void logged(enum vpb_log_level level, const char *message, char buffer[2000])
{
	char node[] = "/tmp/vpb-unit-XXXXXX";
	VPB_CLEANUP(vpb_closep) int fd = mkstemp(node);
	ssize_t got;

	assert_true(fd >= 0);
	vpb_log_set_kernel_node(node);
	vpb_log(level, "%s", message);
	vpb_log_set_kernel_node(NULL);
	got = read(fd, buffer, 1999);
	unlink(node);
	assert_true(got >= 0);
	buffer[got] = '\0';
}

static void the_kernels_log_gets_level_and_name(void **state)
{
	char line[2000];

	(void)state;
	logged(VPB_LOG_INFO, "hello", line);
	assert_string_equal(line, "<30>vfio-prebind: hello\n");
	logged(VPB_LOG_ERROR, "hello", line);
	assert_string_equal(line, "<27>vfio-prebind: hello\n");
	logged(VPB_LOG_DEBUG, "hello", line);
	assert_string_equal(line, "");
	vpb_log_set_level(VPB_LOG_DEBUG);
	logged(VPB_LOG_DEBUG, "hello", line);
	vpb_log_set_level(VPB_LOG_INFO);
	assert_string_equal(line, "<31>vfio-prebind: hello\n");
}

/* /dev/kmsg refuses a record of more than 1024 bytes. */
static void a_long_line_is_cut(void **state)
{
	char message[5000], line[2000];

	(void)state;
	memset(message, 'x', sizeof(message));
	message[sizeof(message) - 1] = '\0';
	logged(VPB_LOG_WARNING, message, line);
	assert_true(strlen(line) > 800 && strlen(line) < 1000);
	assert_int_equal(line[strlen(line) - 1], '\n');
}

static void a_long_word_is_cut(void **state)
{
	char word[200];

	(void)state;
	memset(word, 'x', sizeof(word));
	word[79] = '\0';
	assert_string_equal(VPB_WORD(word), word);
	word[79] = 'x';
	word[199] = '\0';
	assert_int_equal(strlen(VPB_WORD(word)), 79);
	assert_string_equal(VPB_WORD(word) + 74, "xx...");
	/* The letter has two bytes, and goes as a whole. */
	memcpy(word + 75, "\xc3\xa4", 2);
	assert_string_equal(VPB_WORD(word) + 73, "xx...");
	memcpy(word + 73, "\xf0\x9f\x98\x80", 4);
	assert_string_equal(VPB_WORD(word) + 71, "xx...");
	/* These go on with a letter that never began, and are no reason to show nothing. */
	memset(word, '\xb6', 199);
	assert_int_equal(strlen(VPB_WORD(word)), 79);
	assert_string_equal(VPB_WORD(word) + 68, "\\xb6\\xb6...");
}

static void a_word_is_printable(void **state)
{
	(void)state;
	assert_string_equal(VPB_WORD("\x1b[31m"), "\\x1b[31m");
	assert_string_equal(VPB_WORD("a\nb\x7f\xff"), "a\\x0ab\\x7f\\xff");
	assert_string_equal(VPB_WORD("\xc3\xa4"), "\xc3\xa4");
}

static void foreign_text_is_added_printable(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	(void)state;
	vpb_text_add_printable(&text, "\xc3\xa4 \xc2\x9b \x9b \x1b]0;\a");
	assert_string_equal(text.data, "\xc3\xa4 \\xc2\\x9b \\x9b \\x1b]0;\\x07");
	vpb_text_add_ascii(&text, "\xc3\xa4");
	assert_string_equal(text.data + text.length - 8, "\\xc3\\xa4");
}

static void a_word_has_a_start_and_an_end(void **state)
{
	(void)state;
	assert_true(vpb_word_has_start("PATH=/srv", "PATH="));
	assert_false(vpb_word_has_start("PAT", "PATH="));
	assert_false(vpb_word_has_start(NULL, "PATH="));
	assert_true(vpb_word_has_end("a.mount", ".mount"));
	assert_true(vpb_word_has_end(".mount", ".mount"));
	assert_false(vpb_word_has_end("mount", ".mount"));
	assert_false(vpb_word_has_end(NULL, ""));
}

static void an_escape_has_two_digits(void **state)
{
	static const char *const none[] = {
		"", "\\", "\\x", "\\x4", "\\x4g", "\\xg4", "\\00", "\\x00", "x41"};
	char byte = '-';

	(void)state;
	assert_int_equal(vpb_word_escape("\\x3Ab", &byte), 4);
	assert_int_equal(byte, ':');
	assert_int_equal(vpb_word_escape("\\xff", &byte), 4);
	assert_int_equal(byte, (char)0xff);
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_int_equal(vpb_word_escape(none[i], &byte), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_word_is_cut),
		cmocka_unit_test(a_word_has_a_start_and_an_end),
		cmocka_unit_test(an_escape_has_two_digits),
		cmocka_unit_test(a_word_is_printable),
		cmocka_unit_test(foreign_text_is_added_printable),
		cmocka_unit_test(text_begins_as_nothing),
		cmocka_unit_test(text_grows),
		cmocka_unit_test(text_fits_at_the_edge_of_its_room),
		cmocka_unit_test(text_takes_any_bytes),
		cmocka_unit_test(text_remembers_that_memory_was_out),
		cmocka_unit_test(an_array_grows_by_zeroed_items),
		cmocka_unit_test(an_array_too_large_is_refused),
		cmocka_unit_test(cleanup_closes_and_keeps_errno),
		cmocka_unit_test(the_kernels_log_gets_level_and_name),
		cmocka_unit_test(a_long_line_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
