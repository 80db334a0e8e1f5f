// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm-boot: boots one guest, plays its cards, and writes down what both did.
 *
 * Into DIR go console.log (ttyS0, each line with its time), facts.txt (ttyS1 as it came),
 * access.log (see card/access_log.h), qemu.log, events.log (QMP) and, last of all,
 * result: how it ended and after how many seconds. Their one clock starts with QEMU.
 * Exit status: 0 the guest switched itself off, 1 it did not, 2 usage or a bad card.
 */
#include "boot/guest.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define INIT_LINE "Run /init as init process"
#define PLUG_LINE "vpb-lab: plug in the cards"
#define POWEROFF_EVENT "\"reason\": \"guest-shutdown\""
#define RESET_EVENT "\"reason\": \"guest-reset\""

struct options {
	const char *out;
	double seconds;
	struct vpb_card cards[VPB_CARDS_MAX];
	unsigned int card_count;
	bool is_plugged;
	char **program;
};

static int usage(void)
{
	fputs("usage: vm-boot --out DIR --seconds N [--card FILE]... [--plug] -- PROGRAM ARG...\n",
		stderr);
	return -EINVAL;
}

static int card_option(struct options *options, const char *path)
{
	char error[512];
	FILE *file;
	int r;

	if (options->card_count == VPB_CARDS_MAX) {
		fprintf(stderr, "vm-boot: more than %d cards\n", VPB_CARDS_MAX);
		return -EINVAL;
	}
	file = fopen(path, "re");
	if (!file) {
		fprintf(stderr, "vm-boot: %s: %s\n", path, strerror(errno));
		return -EINVAL;
	}
	r = vpb_card_read(
		file, path, &options->cards[options->card_count], error, sizeof(error));
	fclose(file);
	if (r < 0)
		fprintf(stderr, "vm-boot: %s\n", error);
	else
		options->card_count++;
	return r;
}

static int options_parse(struct options *options, int argc, char **argv)
{
	static const struct option known[] = {{"out", required_argument, NULL, 'o'},
		{"seconds", required_argument, NULL, 's'},
		{"card", required_argument, NULL, 'c'}, {"plug", no_argument, NULL, 'p'},
		{NULL, 0, NULL, 0}};
	char *end;
	int c, r;

	while ((c = getopt_long(argc, argv, "+", known, NULL)) != -1) {
		switch (c) {
		case 'o':
			options->out = optarg;
			break;
		case 's':
			options->seconds = strtod(optarg, &end);
			if (*end || !(options->seconds > 0 && options->seconds < 1e6))
				return usage();
			break;
		case 'c':
			r = card_option(options, optarg);
			if (r < 0)
				return r;
			break;
		case 'p':
			options->is_plugged = true;
			break;
		default:
			return usage();
		}
	}
	options->program = argv + optind;
	if (!options->out || options->seconds <= 0 || !options->program[0])
		return usage();
	return 0;
}

static const char *out_path(const struct options *options, const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", options->out, name);
	return path;
}

static int ports_open(struct vpb_guest *g, const struct options *options)
{
	static const char *const files[VPB_PORTS] = {
		"console.log", "facts.txt", "events.log"};
	static const char *const awaited[VPB_PORTS][VPB_AWAITED_MAX] = {
		[VPB_PORT_CONSOLE] = {INIT_LINE, PLUG_LINE},
		[VPB_PORT_EVENTS] = {POWEROFF_EVENT, RESET_EVENT}};

	for (unsigned int i = 0; i < VPB_PORTS; i++) {
		char path[VPB_SOCKET_BYTES];
		int r;

		vpb_sockets_port(&g->sockets, (enum vpb_port_name)i, path);
		r = vpb_port_init(&g->ports[i], path, out_path(options, files[i]),
			i == VPB_PORT_CONSOLE ? &g->log : NULL);
		for (unsigned int j = 0; j < VPB_AWAITED_MAX; j++)
			g->ports[i].awaited[j].text = awaited[i][j];
		if (r < 0)
			return r;
	}
	return 0;
}

static int servers_open(struct vpb_guest *g, const struct options *options)
{
	for (unsigned int i = 0; i < options->card_count; i++) {
		const struct vpb_card *card = &options->cards[i];

		for (unsigned int j = 0; j < VPB_CARD_FUNCTIONS; j++) {
			char path[VPB_SOCKET_BYTES], address[16];
			int r;

			if (!card->functions[j].present)
				continue;
			vpb_sockets_function(&g->sockets, i, j, path);
			snprintf(address, sizeof(address), "0000:%02x:00.%x",
				(i + 1) & 0xff, j & 7);
			r = vpb_server_init(&g->servers[g->server_count++],
				&card->functions[j], card->function_count > 1, address,
				path, &g->log);
			if (r < 0)
				return r;
		}
	}
	return 0;
}

/* Signals come through a descriptor: nothing has to be safe in a handler. */
static int signals_open(struct vpb_guest *g)
{
	static const int taken[] = {SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	sigset_t set;

	sigemptyset(&set);
	for (unsigned int i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		sigaddset(&set, taken[i]);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	g->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return g->signal_fd < 0 ? -errno : 0;
}

static int guest_boot(struct vpb_guest *g, const struct options *options)
{
	char **arguments;
	int r = vpb_sockets_init(&g->sockets);

	if (r == 0)
		r = vpb_access_log_init(&g->log, out_path(options, "access.log"));
	if (r == 0)
		r = ports_open(g, options);
	if (r == 0)
		r = servers_open(g, options);
	if (r < 0)
		return r;
	if (options->is_plugged) {
		g->plug = vpb_plug_commands_new(
			&g->sockets, options->cards, options->card_count);
		if (!g->plug)
			return -ENOMEM;
	}
	arguments = vpb_arguments_new(options->program, &g->sockets, options->cards,
		options->card_count, options->is_plugged);
	if (!arguments)
		return -ENOMEM;
	vpb_access_log_start(&g->log);
	vpb_access_log_mark(&g->log, "start");
	r = vpb_qemu_start(arguments, out_path(options, "qemu.log"), &g->pid);
	vpb_arguments_free(arguments);
	if (r == 0)
		r = vpb_guest_run(g, options->seconds);
	vpb_access_log_mark(&g->log, "end");
	return r;
}

static int guest_close(struct vpb_guest *g)
{
	int r = vpb_access_log_done(&g->log), failed;

	for (unsigned int i = 0; i < VPB_PORTS; i++) {
		failed = vpb_port_done(&g->ports[i]);
		if (r == 0)
			r = failed;
	}
	for (unsigned int i = 0; i < g->server_count; i++)
		vpb_server_done(&g->servers[i]);
	vpb_sockets_done(&g->sockets);
	free(g->plug);
	return r;
}

/* Last of all, and in one piece: who finds it knows that the other files are whole. */
static int result_write(
	const struct options *options, enum vpb_ending ending, double seconds)
{
	char partial[PATH_MAX];
	FILE *file;
	int failed;

	snprintf(partial, sizeof(partial), "%s", out_path(options, "result.partial"));
	file = fopen(partial, "we");
	if (!file)
		return -errno;
	failed = fprintf(file, "%s %.1f\n", vpb_ending_name(ending), seconds) < 0;
	failed |= fclose(file);
	if (failed)
		return -EIO;
	return rename(partial, out_path(options, "result")) < 0 ? -errno : 0;
}

int main(int argc, char **argv)
{
	static struct vpb_guest guest = {.signal_fd = -1};
	static struct options options;
	double seconds;
	int r, closed;

	for (unsigned int i = 0; i < VPB_PORTS; i++)
		guest.ports[i] =
			(struct vpb_port){.listen_fd = -1, .fd = -1, .over = true};
	if (options_parse(&options, argc, argv) < 0)
		return 2;
	if (mkdir(options.out, 0755) < 0 && errno != EEXIST) {
		fprintf(stderr, "vm-boot: %s: %s\n", options.out, strerror(errno));
		return 1;
	}
	unlink(out_path(&options, "result"));
	r = signals_open(&guest);
	if (r == 0)
		r = guest_boot(&guest, &options);
	seconds = guest.log.file ? vpb_access_log_now_s(&guest.log) : 0;
	closed = guest_close(&guest);
	if (r == 0)
		r = closed;
	if (r < 0) {
		fprintf(stderr, "vm-boot: %s\n", strerror(-r));
		guest.ending = VPB_ENDING_DIED;
	}
	r = result_write(&options, guest.ending, seconds);
	if (r < 0)
		fprintf(stderr, "vm-boot: the result: %s\n", strerror(-r));
	if (guest.ending == VPB_ENDING_INTERRUPTED)
		return 128 + guest.signal;
	return r == 0 && guest.ending == VPB_ENDING_POWEROFF ? 0 : 1;
}
