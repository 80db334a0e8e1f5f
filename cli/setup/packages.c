/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packages.h"

#include <stdio.h>
#include <unistd.h>

#include "../../helper/base/clock.h"
#include "../../helper/base/log.h"
#include "../../host/change/packages.h"
#include "../command.h"

enum {
	WAIT_S = 30,
	TRY_AGAIN_US = 200000,
};

/* "apt (pid 812)" */
static const char *program_describe(
	const struct vpb_package_program *program, char buffer[64])
{
	if (program->pid)
		snprintf(buffer, 64, "%s (pid %d)",
			*program->name ? program->name : "a package manager",
			(int)program->pid);
	else
		snprintf(buffer, 64, "a package manager");
	return buffer;
}

static int busy_log(
	const struct vpb_change *change, const struct vpb_package_program *program)
{
	char who[64];

	if (program->is_left_over) {
		vpb_log(VPB_LOG_ERROR,
			"%s: /%s is there, as while packages are installed, but no program "
			"has it open; nothing was changed",
			change->name, program->lock);
		vpb_log(VPB_LOG_ERROR,
			"  fix: if no package manager is running, remove that file");
		return VPB_EXIT_FAILED;
	}
	vpb_log(VPB_LOG_ERROR,
		"%s: %s is installing packages, and has locked /%s; nothing was changed",
		change->name, program_describe(program, who), program->lock);
	vpb_log(VPB_LOG_ERROR, "  fix: run this again when it has ended");
	return VPB_EXIT_FAILED;
}

int vpb_packages_await(const struct vpb_change *change)
{
	uint64_t until_us = vpb_clock_since_boot_us() + WAIT_S * UINT64_C(1000000);
	struct vpb_package_program program;
	bool is_told = false;
	char who[64];

	while (change->root->is_running_machine &&
		vpb_packages_find_program(change->root, &program)) {
		if (program.is_left_over || vpb_clock_since_boot_us() >= until_us)
			return busy_log(change, &program);
		if (!is_told)
			vpb_log(VPB_LOG_INFO,
				"%s: waiting for %s, which installs packages, for at most %d "
				"seconds",
				change->name, program_describe(&program, who), WAIT_S);
		is_told = true;
		usleep(TRY_AGAIN_US);
	}
	return -1;
}

int vpb_packages_look_again(const struct vpb_change *change)
{
	struct vpb_package_program program;

	if (!change->root->is_running_machine ||
		!vpb_packages_find_program(change->root, &program))
		return -1;
	return busy_log(change, &program);
}
