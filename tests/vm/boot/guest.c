// SPDX-License-Identifier: GPL-2.0-or-later
#include "guest.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* From SIGTERM to SIGKILL, and from there to giving up. */
#define GRACE_S 2.0
#define KILL_S 5.0

#define POLLED_MAX (1 + VPB_PORTS + VPB_CARDS_MAX * VPB_CARD_FUNCTIONS)

const char *vpb_ending_name(enum vpb_ending ending)
{
	static const char *const names[] = {
		"died", "poweroff", "reboot", "timeout", "died", "interrupted"};

	return names[ending];
}

static bool init_seen(const struct vpb_guest *g)
{
	return g->ports[VPB_PORT_CONSOLE].awaited[0].seen;
}

/* The guest asks by a line of its kernel log, which nothing breaks up. */
static int plug_look(struct vpb_guest *g)
{
	int r;

	if (!g->plug || !g->ports[VPB_PORT_CONSOLE].awaited[1].seen)
		return 0;
	r = vpb_port_send(&g->ports[VPB_PORT_EVENTS], g->plug);
	free(g->plug);
	g->plug = NULL;
	vpb_access_log_mark(&g->log, "plug");
	return r;
}

static int ports_drain(struct vpb_guest *g)
{
	bool was_connected = g->ports[VPB_PORT_EVENTS].fd >= 0;
	bool was_init = init_seen(g);
	int r = vpb_port_drain(&g->ports[VPB_PORT_CONSOLE]);

	if (!was_init && init_seen(g))
		vpb_access_log_mark(&g->log, "init");

	if (r == 0)
		r = vpb_port_drain(&g->ports[VPB_PORT_FACTS]);
	if (r == 0)
		r = vpb_port_drain(&g->ports[VPB_PORT_EVENTS]);
	/* QEMU sends no event before it was greeted. */
	if (r == 0 && !was_connected && g->ports[VPB_PORT_EVENTS].fd >= 0)
		r = vpb_port_send(&g->ports[VPB_PORT_EVENTS],
			"{\"execute\":\"qmp_capabilities\"}\n");
	return r < 0 ? r : plug_look(g);
}

/* One message at most, so that no function starves the others. */
static int server_serve(struct vpb_server *server)
{
	bool whole = false;
	int r = vpb_server_receive(server, &whole);

	return r < 0 || !whole ? r : vpb_server_answer(server);
}

static void sockets_remove_when_used(struct vpb_guest *g)
{
	for (unsigned int i = 0; i < VPB_PORTS; i++) {
		if (g->ports[i].fd < 0)
			return;
	}
	for (unsigned int i = 0; i < g->server_count; i++) {
		if (g->servers[i].fd < 0)
			return;
	}
	vpb_sockets_done(&g->sockets);
}

static int signals_take(struct vpb_guest *g)
{
	struct signalfd_siginfo info;

	while (read(g->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			continue;
		if (g->ending == VPB_ENDING_NONE)
			g->ending = VPB_ENDING_INTERRUPTED;
		g->signal = (int)info.ssi_signo;
	}
	return errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

static void child_look(struct vpb_guest *g)
{
	pid_t pid = waitpid(g->pid, &g->status, WNOHANG);

	if (pid == g->pid || (pid < 0 && errno == ECHILD))
		g->pid = 0;
}

/* Waits at most @seconds for something to do, and does it. */
static int round_run(struct vpb_guest *g, double seconds)
{
	struct pollfd polled[POLLED_MAX];
	unsigned int n = 0;
	int r;

	polled[n++] = (struct pollfd){.fd = g->signal_fd, .events = POLLIN};
	for (unsigned int i = 0; i < VPB_PORTS; i++)
		polled[n++] = (struct pollfd){vpb_port_fd(&g->ports[i]), POLLIN, 0};
	for (unsigned int i = 0; i < g->server_count; i++)
		polled[n++] = (struct pollfd){vpb_server_fd(&g->servers[i]), POLLIN, 0};
	r = poll(polled, n, seconds > 0 ? (int)(seconds * 1000) + 1 : 0);
	if (r < 0)
		return errno == EINTR ? 0 : -errno;
	/*
	 * The ports first: the guest's CPU waits for a card's answer, so what it printed
	 * before an access was in the socket when poll() saw that access, and the mark
	 * gets on the right side of it. (With one CPU; a second can print meanwhile.)
	 */
	r = ports_drain(g);
	for (unsigned int i = 0; r == 0 && i < g->server_count; i++) {
		if (polled[1 + VPB_PORTS + i].revents)
			r = server_serve(&g->servers[i]);
	}
	if (g->sockets.folder[0])
		sockets_remove_when_used(g);
	if (r == 0)
		r = signals_take(g);
	child_look(g);
	return r;
}

/* Serves on while QEMU stops: it may wait for a card's answer before it can end. */
static void guest_stop(struct vpb_guest *g)
{
	double asked_s = vpb_access_log_now_s(&g->log);
	int steps[] = {SIGTERM, SIGKILL};
	double patience_s[] = {GRACE_S, KILL_S};

	for (unsigned int i = 0; i < 2 && g->pid; i++) {
		kill(-g->pid, steps[i]);
		asked_s = vpb_access_log_now_s(&g->log);
		while (g->pid) {
			double left =
				patience_s[i] - (vpb_access_log_now_s(&g->log) - asked_s);

			if (left <= 0 || round_run(g, left < 0.1 ? left : 0.1) < 0)
				break;
		}
	}
	if (g->pid && waitpid(g->pid, &g->status, WNOHANG) == g->pid)
		g->pid = 0;
}

static enum vpb_ending child_ending(const struct vpb_guest *g)
{
	const struct vpb_awaited *events = g->ports[VPB_PORT_EVENTS].awaited;

	if (!WIFEXITED(g->status) || WEXITSTATUS(g->status) != 0)
		return VPB_ENDING_DIED;
	/* With -no-reboot a reset ends QEMU as a poweroff does; its event tells which. */
	if (events[0].seen)
		return VPB_ENDING_POWEROFF;
	return events[1].seen ? VPB_ENDING_REBOOT : VPB_ENDING_DIED;
}

int vpb_guest_run(struct vpb_guest *g, double seconds)
{
	int r = 0;

	while (r == 0 && g->pid && g->ending == VPB_ENDING_NONE) {
		double left = seconds - vpb_access_log_now_s(&g->log);

		if (left <= 0)
			g->ending = VPB_ENDING_TIMEOUT;
		else
			r = round_run(g, left < 60 ? left : 60);
	}
	if (g->pid) {
		if (g->ending == VPB_ENDING_NONE)
			g->ending = VPB_ENDING_DIED;
		guest_stop(g);
	} else {
		/* What QEMU left in the sockets when it ended. */
		if (r == 0)
			r = ports_drain(g);
		if (g->ending == VPB_ENDING_NONE)
			g->ending = r == 0 ? child_ending(g) : VPB_ENDING_DIED;
	}
	return r;
}
