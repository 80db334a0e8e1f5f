/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packages.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/sys/folder.h"

enum {
	ANCESTORS_MAX = 64, /* more than that is a /proc of no kernel's making */
};

struct lock {
	const char *path;
	/* Whether a program has it, as far as that can be told. */
	bool (*look)(const struct vpb_root *root, const struct lock *lock,
		struct vpb_package_program *program);
	bool is_dpkgs;
};

/* By what the kernel calls the process. */
static void program_name(
	const struct vpb_root *root, pid_t pid, struct vpb_package_program *program)
{
	char path[32];

	program->pid = pid > 0 ? pid : 0;
	snprintf(path, sizeof(path), "proc/%d/comm", (int)pid);
	if (pid <= 0 ||
		vpb_root_read_word(root, path, program->name, sizeof(program->name)) < 0)
		program->name[0] = '\0';
}

/* A lock of an open file (F_OFD_SETLK) and one of another PID namespace have no process number. */
static bool locked_look(const struct vpb_root *root, const struct lock *lock,
	struct vpb_package_program *program)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	VPB_CLEANUP(vpb_closep)
	int fd = vpb_root_open_regular(root, lock->path, O_RDONLY);

	if (fd < 0 || fcntl(fd, F_GETLK, &whole) < 0 || whole.l_type == F_UNLCK)
		return false;
	program_name(root, whole.l_pid, program);
	return true;
}

static bool has_open(const struct vpb_root *root, const char *pid, const char *file)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX], target[PATH_MAX];

	snprintf(path, sizeof(path), "proc/%s/fd", pid);
	folder = vpb_folder_read(root, path);
	for (int i = 0; i < folder.count; i++) {
		snprintf(path, sizeof(path), "proc/%s/fd/%s", pid,
			folder.entries[i]->d_name);
		if (vpb_root_read_target(root, path, target) == 0 && target[0] == '/' &&
			strcmp(target + 1, file) == 0)
			return true;
	}
	return false;
}

/* That it is there is the lock; its maker has it open until it removes it. */
static bool made_look(const struct vpb_root *root, const struct lock *lock,
	struct vpb_package_program *program)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};

	if (!vpb_root_has(root, lock->path))
		return false;
	folder = vpb_folder_read(root, "proc");
	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		if (name[strspn(name, "0123456789")] || !has_open(root, name, lock->path))
			continue;
		program_name(root, atoi(name), program);
		return true;
	}
	/* It may have ended while we looked. */
	return program->is_left_over = vpb_root_has(root, lock->path);
}

/* Emptied at its end. One that was killed leaves the number of a process that is no more. */
static bool numbered_look(const struct vpb_root *root, const struct lock *lock,
	struct vpb_package_program *program)
{
	char word[16], path[32];
	int pid;

	if (vpb_root_read_word(root, lock->path, word, sizeof(word)) < 0)
		return false;
	pid = atoi(word);
	snprintf(path, sizeof(path), "proc/%d", pid);
	if (pid <= 0 || !vpb_root_has(root, path))
		return false;
	program_name(root, pid, program);
	return true;
}

static const struct lock locks[] = {
	{"var/lib/dpkg/lock-frontend", locked_look, true},
	{"var/lib/dpkg/lock", locked_look, true},
	{"var/lib/pacman/db.lck", made_look, false},
	{"usr/lib/sysimage/rpm/.rpm.lock", locked_look, false},
	{"var/lib/rpm/.rpm.lock", locked_look, false},
	{"run/zypp.pid", numbered_look, false},
};

/* After the name in parentheses, which may have any character, and the state. */
static pid_t parent_of(const struct vpb_root *root, pid_t pid)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[32];
	const char *end;
	int parent;

	snprintf(path, sizeof(path), "proc/%d/stat", (int)pid);
	if (vpb_root_read(root, path, &text) < 0 || !text.data)
		return 0;
	end = strrchr(text.data, ')');
	return end && sscanf(end, ") %*c %d", &parent) == 1 ? parent : 0;
}

static bool waits_for_us(
	const struct vpb_root *root, const struct lock *lock, pid_t holder)
{
	pid_t pid = getpid();

	/* dpkg tells the scripts of packages so, whichever program has the lock for it. */
	if (lock->is_dpkgs &&
		(getenv("DPKG_FRONTEND_LOCKED") || getenv("DPKG_MAINTSCRIPT_NAME")))
		return true;
	for (int i = 0; i < ANCESTORS_MAX && pid > 0; i++) {
		if (pid == holder)
			return true;
		pid = parent_of(root, pid);
	}
	return false;
}

bool vpb_packages_find_program(
	const struct vpb_root *root, struct vpb_package_program *ret_program)
{
	for (size_t i = 0; i < sizeof(locks) / sizeof(*locks); i++) {
		struct vpb_package_program program = {.lock = locks[i].path};

		if (!locks[i].look(root, &locks[i], &program) ||
			waits_for_us(root, &locks[i], program.pid))
			continue;
		*ret_program = program;
		return true;
	}
	return false;
}
