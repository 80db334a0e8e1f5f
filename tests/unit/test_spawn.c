/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../host/change/spawn.h"
#include "unit.h"

static int shell(const char *command)
{
	return vpb_spawn((const char *const[]){"sh", "-c", command, NULL});
}

static void the_status_is_the_programs(void **state)
{
	(void)state;
	assert_int_equal(shell("exit 3"), 3);
	assert_int_equal(shell("kill -TERM $$"), 128 + SIGTERM);
	assert_int_equal(vpb_spawn_line("  true  ", &vpb_spawn_usual), 0);
	assert_true(vpb_spawn_line("no-such-program", &vpb_spawn_usual) < 0);
}

/* What a user has put before the system's programs, root does not run. */
static void the_path_is_the_systems(void **state)
{
	(void)state;
	assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
	assert_int_equal(
		shell("test \"$PATH\" = /usr/local/sbin:/usr/local/bin:/usr/sbin:"
		      "/usr/bin:/sbin:/bin"),
		0);
	assert_int_equal(unsetenv("PATH"), 0);
	assert_int_equal(shell("test -n \"$PATH\""), 0);
}

/* As some programs leave it to those that they start. */
static void an_ignored_sigchld_is_no_trouble(void **state)
{
	(void)state;
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(shell("exit 3"), 3);
	assert_true(signal(SIGCHLD, SIG_DFL) == SIG_IGN);
}

/* `setup | head`: head has gone when the next command prints. */
static void a_reader_that_went_away_ends_nothing(void **state)
{
	int kept = dup(STDOUT_FILENO), ends[2], status;

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(dup2(ends[1], STDOUT_FILENO), STDOUT_FILENO);
	close(ends[0]);
	close(ends[1]);
	status = shell("echo text && exit 3");
	dup2(kept, STDOUT_FILENO);
	close(kept);
	assert_int_equal(status, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_status_is_the_programs),
		cmocka_unit_test(the_path_is_the_systems),
		cmocka_unit_test(an_ignored_sigchld_is_no_trouble),
		cmocka_unit_test(a_reader_that_went_away_ends_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
