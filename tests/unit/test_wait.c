/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../helper/core/wait.h"
#include "unit.h"

#define SECOND 1000000ull

static void time_counts_while_it_is_asked_for(void **state)
{
	struct vpb_wait wait = {};

	(void)state;
	assert_int_equal(vpb_wait_go_on(&wait, 7 * SECOND), 0);
	assert_int_equal(vpb_wait_go_on(&wait, 8 * SECOND - 1), 0);
	assert_int_equal(vpb_wait_go_on(&wait, 8 * SECOND), 1);
	assert_int_equal(vpb_wait_go_on(&wait, 13 * SECOND), 6);
	assert_int_equal(vpb_wait_go_on(&wait, 17 * SECOND), 10);
}

/* As while a passphrase is typed, of which what asks does not know. */
static void a_gap_begins_it_anew(void **state)
{
	struct vpb_wait wait = {};

	(void)state;
	assert_int_equal(vpb_wait_go_on(&wait, 7 * SECOND), 0);
	assert_int_equal(vpb_wait_go_on(&wait, 12 * SECOND), 5);
	assert_int_equal(vpb_wait_go_on(&wait, 17 * SECOND + 1), 0);
	assert_int_equal(vpb_wait_go_on(&wait, 20 * SECOND), 2);
}

/* What is read from a file may be anything. */
static void what_cannot_be_is_no_wait(void **state)
{
	struct vpb_wait later = {90 * SECOND, 95 * SECOND};
	struct vpb_wait turned = {9 * SECOND, 7 * SECOND};

	(void)state;
	assert_int_equal(vpb_wait_go_on(&later, 7 * SECOND), 0);
	assert_int_equal(later.since_us, 7 * SECOND);
	assert_int_equal(vpb_wait_go_on(&turned, 8 * SECOND), 0);
	assert_int_equal(turned.since_us, 8 * SECOND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_counts_while_it_is_asked_for),
		cmocka_unit_test(a_gap_begins_it_anew),
		cmocka_unit_test(what_cannot_be_is_no_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
