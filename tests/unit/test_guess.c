/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../helper/base/guess.h"
#include "unit.h"

static const char *const words[] = {"list", "plan", "status", "check", "setup", "release",
	"dry-run", "ADDRESS", "cmdline"};

static const char *guessed(const char *word)
{
	struct vpb_guess guess = {.word = word};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		vpb_guess_try(&guess, words[i]);
	return guess.best ? guess.best : "";
}

static void near_words_are_found(void **state)
{
	(void)state;
	assert_string_equal(guessed("lists"), "list"); /* one too much */
	assert_string_equal(guessed("lst"), "list"); /* one left out */
	assert_string_equal(guessed("lsit"), "list"); /* two that changed places */
	assert_string_equal(guessed("plam"), "plan"); /* another one */
	assert_string_equal(guessed("dryrun"), "dry-run");
	assert_string_equal(guessed("STATUS"), "status");
	assert_string_equal(guessed("addres"), "ADDRESS");
	assert_string_equal(guessed("relaese"), "release");
}

static void others_are_not(void **state)
{
	(void)state;
	assert_string_equal(guessed(""), "");
	assert_string_equal(guessed("ls"), "");
	assert_string_equal(guessed("x"), "");
	assert_string_equal(guessed("unbind"), "");
	assert_string_equal(guessed("statusstatusstatusstatusstatusstatus"), "");
}

/* The nearest counts, and of two that are as near the first. */
static void nearest_is_taken(void **state)
{
	struct vpb_guess guess = {.word = "cart"};
	char buffer[VPB_GUESS_BYTES];

	(void)state;
	assert_string_equal(vpb_guess_question(&guess, "--", buffer), "");
	vpb_guess_try(&guess, "card");
	vpb_guess_try(&guess, "part");
	assert_string_equal(guess.best, "card");
	vpb_guess_try(&guess, "cart");
	assert_string_equal(guess.best, "cart");
	assert_string_equal(
		vpb_guess_question(&guess, "--", buffer), "; did you mean '--cart'?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near_words_are_found),
		cmocka_unit_test(others_are_not),
		cmocka_unit_test(nearest_is_taken),
	};

	return cmocka_run_group_tests_name("guess", tests, NULL, NULL);
}
