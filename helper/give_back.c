/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "give_back.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/options.h"
#include "core/wait.h"
#include "give_back_devices.h"
#include "sys/apply.h"
#include "sys/deadline.h"
#include "sys/folder.h"
#include "sys/report_file.h"

#define WAIT_FILE "run/vfio-prebind/root-missing"
#define KERNEL_LOG "/dev/kmsg"

/* Reading the machine, and the steps with their own deadline. */
#define DEADLINE_MS (15000 + VPB_APPLY_DEADLINE_MS + 2000)

static const char help[] =
	"vfio-prebind-helper give-back [--root DIR] [--watch] SECONDS\n"
	"\n"
	"For an initramfs that waits for the root file system: what the helper has bound\n"
	"there and may carry the system goes back to the host's drivers, once root has\n"
	"been missing for that long. Without --watch it is to be run every second or so\n"
	"for as long as root is missing.\n"
	"\n"
	"  --root DIR  read and write below DIR instead of /\n"
	"  --watch     wait until /sysroot is mounted, or that time has passed; a prompt\n"
	"              for a passphrase does not count\n"
	"  --help\n";

struct options {
	const char *root;
	bool is_watch;
	unsigned int after_s;
};

/* Returns 0 to go on, else the exit status plus one. */
static int options_parse(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{"root", required_argument, NULL, 'r'},
		{"watch", no_argument, NULL, 'w'},
		{"help", no_argument, NULL, 'h'},
		{},
	};
	char *end = NULL;
	int option;

	while ((option = vpb_options_next(argc, argv, "", known)) != -1) {
		if (option == 'r') {
			options->root = optarg;
		} else if (option == 'w') {
			options->is_watch = true;
		} else if (option == 'h') {
			fputs(help, stdout);
			return EXIT_SUCCESS + 1;
		} else {
			return 2 + 1;
		}
	}
	if (optind + 1 == argc)
		options->after_s = (unsigned int)strtoul(argv[optind], &end, 10);
	if (end && !*end && end != argv[optind])
		return 0;
	fprintf(stderr, "give-back: one number of seconds is expected\n");
	return 2 + 1;
}

/* Returns how many devices may go back, or -errno. */
static int report_read(struct vpb_give_back *give_back)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char boot_id[64];
	int r = vpb_root_read(&give_back->root, VPB_REPORT_FILE, &text), count = 0;

	if (r == -ENOENT || r == -ENOTDIR)
		return 0;
	if (r < 0)
		return r;
	vpb_boot_id_read(&give_back->root, boot_id, sizeof(boot_id));
	r = vpb_boot_report_parse(
		text.data ? text.data : "", boot_id, &give_back->report);
	for (size_t i = 0; r == 0 && i < give_back->report.device_count; i++)
		count += vpb_boot_report_may_give_back(&give_back->report, i);
	return r < 0 ? r : count;
}

static int give_back_in_child(int tell_fd, void *context)
{
	int r = vpb_give_back_devices(context);

	(void)tell_fd;
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "failed to give devices back to the host: %s",
			strerror(-r));
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Begun, it is ended: root may appear in the same moment, and what watches is then told to end. */
static int devices_give_back(struct vpb_give_back *give_back)
{
	int r;

	signal(SIGTERM, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (give_back->root.is_running_machine)
		vpb_log_set_kernel_node(KERNEL_LOG);
	r = vpb_deadline_run(give_back_in_child, NULL, give_back, 0, DEADLINE_MS);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "gave up giving devices back to the host: %s",
			strerror(-r));
	return r == EXIT_SUCCESS ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What asks is another process each time: how long it has done so is in a file. */
static int asked_go_on(struct vpb_give_back *give_back)
{
	struct vpb_wait wait = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char line[64];
	int r = vpb_root_read(&give_back->root, WAIT_FILE, &text);

	if (r == 0 && text.data &&
		sscanf(text.data, "%" SCNu64 " %" SCNu64, &wait.since_us,
			&wait.last_us) != 2)
		wait = (struct vpb_wait){};
	give_back->waited_s = vpb_wait_go_on(&wait, vpb_clock_since_boot_us());
	snprintf(line, sizeof(line), "%" PRIu64 " %" PRIu64 "\n", wait.since_us,
		wait.last_us);
	return vpb_root_replace(&give_back->root, WAIT_FILE, line);
}

/* In another file system than the folder that it is in: initrd-root-fs.target has been reached. */
static bool is_root_mounted(const struct vpb_root *root)
{
	struct stat above, status;

	return vpb_root_stat(root, "sysroot", 0, &status) == 0 &&
	       vpb_root_stat(root, "sysroot/..", 0, &above) == 0 &&
	       status.st_dev != above.st_dev;
}

/* See systemd's doc "Password Agents": a file ask.* for each question that is open. */
static bool is_passphrase_asked(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, "run/systemd/ask-password");

	for (int i = 0; i < folder.count; i++)
		if (strncmp(folder.entries[i]->d_name, "ask.", strlen("ask.")) == 0)
			return true;
	return false;
}

/* Returns whether root was missing for so long. */
static bool watch(struct vpb_give_back *give_back, unsigned int after_s)
{
	struct vpb_wait wait = {};

	while (!is_root_mounted(&give_back->root)) {
		if (is_passphrase_asked(&give_back->root))
			wait = (struct vpb_wait){};
		give_back->waited_s = vpb_wait_go_on(&wait, vpb_clock_since_boot_us());
		if (give_back->waited_s >= after_s)
			return true;
		sleep(1);
	}
	return false;
}

/* Returns an exit status. */
static int run(const struct options *options, struct vpb_give_back *give_back)
{
	int r = report_read(give_back);
	bool is_due = false;

	if (r > 0 && options->is_watch) {
		is_due = watch(give_back, options->after_s);
	} else if (r > 0) {
		r = asked_go_on(give_back);
		is_due = r == 0 && give_back->waited_s >= options->after_s;
	}
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "give-back: %s", strerror(-r));
	if (r < 0)
		return EXIT_FAILURE;
	return is_due ? devices_give_back(give_back) : EXIT_SUCCESS;
}

int vpb_give_back_run(int argc, char **argv)
{
	struct options options = {.root = "/"};
	struct vpb_give_back give_back = {.root = {.fd = -1}};
	int r = options_parse(argc, argv, &options);

	if (r > 0)
		return r - 1;
	r = vpb_root_open(options.root, &give_back.root);
	if (r < 0) {
		fprintf(stderr, "give-back: %s: %s\n", options.root, strerror(-r));
		return EXIT_FAILURE;
	}
	r = run(&options, &give_back);
	vpb_boot_report_done(&give_back.report);
	vpb_root_done(&give_back.root);
	return r;
}
