/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "../../host/machine/message.h"
#include "unit.h"

/* A field a line, and the sentence last, as journald's native form has it. */
static void fields_are_lines(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	(void)state;
	vpb_message_add(VPB_MESSAGE_REFUSED, "0000:01:00.0", "is a bridge", &text);
	assert_int_equal(vpb_text_error(&text), 0);
	assert_non_null(
		strstr(text.data, "SYSLOG_IDENTIFIER=vfio-prebind\nPRIORITY=4\n"));
	assert_non_null(
		strstr(text.data, "\nMESSAGE_ID=f3333c923c5c4145a278b01d1aec980a\n"));
	assert_non_null(strstr(text.data, "\nVFIO_PREBIND_DEVICE=0000:01:00.0\n"));
	assert_string_equal(strstr(text.data, "\nMESSAGE="), "\nMESSAGE=is a bridge\n");
}

/* What was read somewhere begins no field of its own. */
static void newlines_are_escaped(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	(void)state;
	vpb_message_add(VPB_MESSAGE_SETUP, "", "a\nPRIORITY=0\n\033[31m", &text);
	assert_null(strstr(text.data, "VFIO_PREBIND_DEVICE"));
	assert_null(strstr(text.data, "\nPRIORITY=0"));
	assert_string_equal(strstr(text.data, "\nMESSAGE="),
		"\nMESSAGE=a\\x0aPRIORITY=0\\x0a\\x1b[31m\n");
}

/* Another machine's tree has no journal here. */
static void nothing_is_sent_for_a_tree(void **state)
{
	const struct vpb_root tree = {.fd = -1};

	(void)state;
	vpb_message_send(&tree, VPB_MESSAGE_BOUND, "", "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_lines),
		cmocka_unit_test(newlines_are_escaped),
		cmocka_unit_test(nothing_is_sent_for_a_tree),
	};

	return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
