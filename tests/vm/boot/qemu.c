// SPDX-License-Identifier: GPL-2.0-or-later
#include "qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static const char *const port_names[VPB_PORTS] = {"console", "facts", "events"};

int vpb_sockets_init(struct vpb_sockets *sockets)
{
	snprintf(sockets->folder, sizeof(sockets->folder), "/tmp/vm-boot.XXXXXX");
	if (mkdtemp(sockets->folder))
		return 0;
	sockets->folder[0] = '\0';
	return -errno;
}

void vpb_sockets_done(struct vpb_sockets *sockets)
{
	char path[VPB_SOCKET_BYTES];

	if (!sockets->folder[0])
		return;
	for (unsigned int port = 0; port < VPB_PORTS; port++) {
		vpb_sockets_port(sockets, (enum vpb_port_name)port, path);
		unlink(path);
	}
	for (unsigned int i = 0; i < VPB_CARDS_MAX * VPB_CARD_FUNCTIONS; i++) {
		vpb_sockets_function(
			sockets, i / VPB_CARD_FUNCTIONS, i % VPB_CARD_FUNCTIONS, path);
		unlink(path);
	}
	rmdir(sockets->folder);
	sockets->folder[0] = '\0';
}

void vpb_sockets_port(
	const struct vpb_sockets *sockets, enum vpb_port_name port, char *ret_path)
{
	snprintf(ret_path, VPB_SOCKET_BYTES, "%s/%s", sockets->folder, port_names[port]);
}

void vpb_sockets_function(const struct vpb_sockets *sockets, unsigned int card,
	unsigned int function, char *ret_path)
{
	snprintf(ret_path, VPB_SOCKET_BYTES, "%s/%u.%u", sockets->folder, card, function);
}

struct arguments {
	char **words;
	size_t count;
	bool failed;
};

static void word_add(struct arguments *a, const char *word)
{
	char *copy = strdup(word);

	a->failed |= !copy;
	if (copy)
		a->words[a->count++] = copy;
}

static void add(struct arguments *a, const char *option, char *value)
{
	char *first = strdup(option);

	if (first && value) {
		a->words[a->count++] = first;
		a->words[a->count++] = value;
		return;
	}
	a->failed = true;
	free(first);
	free(value);
}

__attribute__((format(printf, 1, 2))) static char *format(const char *text, ...)
{
	char *ret;
	va_list arguments;
	int n;

	va_start(arguments, text);
	n = vasprintf(&ret, text, arguments);
	va_end(arguments);
	return n < 0 ? NULL : ret;
}

static void ports_add(struct arguments *a, const struct vpb_sockets *sockets)
{
	static const char *const uses[VPB_PORTS] = {"-serial", "-serial", "-qmp"};

	for (unsigned int port = 0; port < VPB_PORTS; port++) {
		char path[VPB_SOCKET_BYTES];

		vpb_sockets_port(sockets, (enum vpb_port_name)port, path);
		add(a, "-chardev",
			format("socket,id=vpb-%s,path=%s", port_names[port], path));
		add(a, uses[port], format("chardev:vpb-%s", port_names[port]));
	}
}

/* A function as an object of JSON, or NULL where the card has none of that number. */
static char *function_format(const struct vpb_sockets *sockets,
	const struct vpb_card *card, unsigned int number, unsigned int function)
{
	unsigned int port = number + 1;
	char path[VPB_SOCKET_BYTES];

	vpb_sockets_function(sockets, number, function, path);
	return format("{\"driver\":\"vfio-user-pci\",\"id\":\"vpb-card%u-%u\","
		      "\"bus\":\"vpb-port%u\",\"addr\":\"0.%u\","
		      "\"multifunction\":%s,"
		      "\"socket\":{\"type\":\"unix\",\"path\":\"%s\"}}",
		port, function, port, function,
		card->function_count > 1 ? "true" : "false", path);
}

/*
 * For a root port that takes hotplug the firmware keeps a small fixed window, the card's BAR
 * finds no room, and what nobody can read proves nothing: room is asked for.
 */
static void card_add(struct arguments *a, const struct vpb_sockets *sockets,
	const struct vpb_card *card, unsigned int number, bool is_plugged)
{
	unsigned int port = number + 1;

	add(a, "-device",
		format("pcie-root-port,id=vpb-port%u,bus=pcie.0,addr=0x%x,chassis=%u,slot=%u,%s",
			port, VPB_PORT_SLOT_FIRST + number, 200 + number, port,
			is_plugged ? "mem-reserve=64M" : "hotplug=off"));
	for (unsigned int i = 0; !is_plugged && i < VPB_CARD_FUNCTIONS; i++)
		if (card->functions[i].present)
			add(a, "-device", function_format(sockets, card, number, i));
}

/* Function 0 last: with it the slot counts as filled (QEMU's docs/pcie.txt). */
char *vpb_plug_commands_new(const struct vpb_sockets *sockets,
	const struct vpb_card *cards, unsigned int card_count)
{
	char *commands = strdup("");

	for (unsigned int i = 0; commands && i < card_count * VPB_CARD_FUNCTIONS; i++) {
		const struct vpb_card *card = &cards[i / VPB_CARD_FUNCTIONS];
		unsigned int function = VPB_CARD_FUNCTIONS - 1 - i % VPB_CARD_FUNCTIONS;
		char *arguments, *more;

		if (!card->functions[function].present)
			continue;
		arguments =
			function_format(sockets, card, i / VPB_CARD_FUNCTIONS, function);
		more = arguments
			       ? format("%s{\"execute\":\"device_add\",\"arguments\":%s}\n",
					 commands, arguments)
			       : NULL;
		free(arguments);
		free(commands);
		commands = more;
	}
	return commands;
}

static size_t words_count(char *const *words)
{
	size_t count = 0;

	while (words[count])
		count++;
	return count;
}

/*
 * QEMU makes devices in the order of its arguments: where the caller's are on a card's own port, that
 * has to be there. Returns how many of the caller's words come before the cards.
 */
static size_t words_before_cards(char *const *caller)
{
	size_t count = words_count(caller);

	for (size_t i = 0; i + 1 < count; i++)
		if (strcmp(caller[i], "-device") == 0 &&
			strstr(caller[i + 1], "bus=vpb-port"))
			return i;
	return count;
}

char **vpb_arguments_new(char *const *caller, const struct vpb_sockets *sockets,
	const struct vpb_card *cards, unsigned int card_count, bool is_plugged)
{
	size_t room = words_count(caller) + 4 * VPB_PORTS + 5 +
		      2 * (size_t)card_count * (VPB_CARD_FUNCTIONS + 1) + 1;
	size_t before = words_before_cards(caller);
	struct arguments a = {.words = calloc(room, sizeof(char *))};

	if (!a.words)
		return NULL;
	while (!a.failed && a.count < before)
		word_add(&a, caller[a.count]);
	ports_add(&a, sockets);
	add(&a, "-display", strdup("none"));
	add(&a, "-monitor", strdup("none"));
	for (unsigned int i = 0; i < card_count; i++)
		card_add(&a, sockets, &cards[i], i, is_plugged);
	while (!a.failed && caller[before])
		word_add(&a, caller[before++]);
	word_add(&a, "-no-reboot");
	if (a.failed) {
		vpb_arguments_free(a.words);
		return NULL;
	}
	return a.words;
}

void vpb_arguments_free(char **arguments)
{
	if (!arguments)
		return;
	for (size_t i = 0; arguments[i]; i++)
		free(arguments[i]);
	free(arguments);
}

static void child_run(char *const *arguments, const char *log_path, pid_t parent)
{
	sigset_t none;
	int in, out;

	/* The parent may have gone before the request was made. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		_exit(127);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	out = open(log_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(127);
	execvp(arguments[0], arguments);
	dprintf(2, "vm-boot: cannot run %s: %s\n", arguments[0], strerror(errno));
	_exit(127);
}

int vpb_qemu_start(char *const *arguments, const char *log_path, pid_t *ret_pid)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		return -errno;
	if (pid == 0)
		child_run(arguments, log_path, parent);
	setpgid(pid, pid); /* here too: it may be killed before it gets that far */
	*ret_pid = pid;
	return 0;
}
