// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the card and the ports do, asked by a client of the test's own: no QEMU. Its
 * arguments are card files, which have to be without a mistake.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../card/server.h"
#include "port.h"
#include "qemu.h"
#include "test.h"

static unsigned int passed, failed;

void check(bool good, const char *what, const char *file, int line)
{
	if (good)
		passed++;
	else
		failed++;
	printf("%s %u - %s:%d: %s\n", good ? "ok" : "not ok", passed + failed, file, line,
		what);
}

struct client {
	struct vpb_server server;
	int fd;
	uint8_t reply[256];
	ssize_t reply_bytes; /* -1: none */
};

static void message_send(struct client *c, const void *data, size_t bytes, int descriptor)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {.header = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
	struct iovec part = {(void *)(uintptr_t)data, bytes};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	if (descriptor >= 0) {
		memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
		message.msg_control = control.room;
		message.msg_controllen = sizeof(control.room);
	}
	CHECK(sendmsg(c->fd, &message, MSG_NOSIGNAL) == (ssize_t)bytes);
}

/* Sends a command in two pieces. Returns what receiving it said. */
static int ask(struct client *c, uint16_t command, uint32_t flags, const void *body,
	size_t bytes, int descriptor)
{
	struct vpb_header header = {
		7, command, (uint32_t)(sizeof(header) + bytes), flags, 0};
	uint8_t message[256];
	bool whole = false;
	int r;

	memcpy(message, &header, sizeof(header));
	memcpy(message + sizeof(header), body, bytes);
	message_send(c, message, 10, descriptor);
	CHECK(vpb_server_receive(&c->server, &whole) == 0 && !whole);
	message_send(c, message + 10, sizeof(header) + bytes - 10, -1);
	r = vpb_server_receive(&c->server, &whole);
	if (r == 0 && whole)
		CHECK(vpb_server_answer(&c->server) == 0);
	c->reply_bytes = recv(c->fd, c->reply, sizeof(c->reply), MSG_DONTWAIT);
	return r;
}

static struct vpb_header reply_header(const struct client *c)
{
	struct vpb_header header;

	memcpy(&header, c->reply, sizeof(header));
	return header;
}

static uint32_t region_read(
	struct client *c, uint32_t region, uint64_t offset, uint32_t bytes)
{
	struct vpb_transfer t = {offset, region, bytes};
	uint32_t value = 0;

	CHECK(ask(c, VPB_COMMAND_REGION_READ, 0, &t, sizeof(t), -1) == 0);
	if (reply_header(c).flags != VPB_HEADER_REPLY)
		return UINT32_MAX;
	CHECK(c->reply_bytes == (ssize_t)(sizeof(struct vpb_header) + sizeof(t) + bytes));
	memcpy(&value, c->reply + sizeof(struct vpb_header) + sizeof(t), bytes);
	return value;
}

static void region_write(struct client *c, uint32_t region, uint64_t offset,
	uint32_t value, uint32_t flags)
{
	struct {
		struct vpb_transfer t;
		uint32_t value;
	} body = {{offset, region, 4}, value};

	CHECK(ask(c, VPB_COMMAND_REGION_WRITE, flags, &body, sizeof(body.t) + 4, -1) ==
		0);
}

static unsigned int descriptors_open(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned int count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

int test_socket_connect(const char *path)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(name.sun_path, sizeof(name.sun_path), "%s", path);
	CHECK(connect(fd, (struct sockaddr *)&name, sizeof(name)) == 0);
	return fd;
}

static void test_server(struct client *c)
{
	static const uint8_t version[] = {0, 0, 1, 0};
	struct vpb_region_info info = {.index = VPB_REGION_BAR0};
	uint8_t map[32] = {0};
	unsigned int open_before;

	CHECK(ask(c, VPB_COMMAND_VERSION, 0, version, sizeof(version), -1) == 0);
	CHECK(!strncmp((char *)c->reply + 20, "{\"capabilities\":{", 17));
	CHECK(c->reply_bytes > 0 && c->reply[c->reply_bytes - 1] == '\0');
	CHECK(reply_header(c).id == 7 && reply_header(c).bytes == c->reply_bytes);
	open_before = descriptors_open();
	CHECK(ask(c, VPB_COMMAND_DMA_MAP, 0, map, sizeof(map), 0) == 0);
	CHECK(descriptors_open() == open_before && c->reply_bytes == 16);
	CHECK(ask(c, VPB_COMMAND_REGION_INFO, 0, &info, sizeof(info), -1) == 0);
	memcpy(&info, c->reply + 16, sizeof(info));
	CHECK(info.bytes == 16 << 20 && info.flags == 3);
	CHECK(region_read(c, VPB_REGION_BAR0, 0, 4) == 0x194000a1);
	CHECK(region_read(c, VPB_REGION_BAR0, 2, 2) == 0x1940);
	CHECK(region_read(c, VPB_REGION_BAR0, 16 << 20, 4) == UINT32_MAX);
	CHECK(reply_header(c).error == EINVAL && c->reply_bytes == 16);
	region_write(c, VPB_REGION_BAR0, 8, 0x12345678, 0);
	CHECK(region_read(c, VPB_REGION_BAR0, 8, 4) == 0x00005600);
	region_write(c, VPB_REGION_CONFIG, 4, 0x00000006, VPB_HEADER_NO_REPLY);
	CHECK(c->reply_bytes == -1);
	region_write(c, VPB_REGION_CONFIG, VPB_CONFIG_EXPRESS + 8, 0x00008000, 0);
	CHECK((region_read(c, VPB_REGION_CONFIG, 4, 4) & 6) == 0);
	CHECK(ask(c, VPB_COMMAND_DEVICE_RESET, 0, "", 0, -1) == 0);
	CHECK(ask(c, 99, 0, "", 0, -1) == 0 && reply_header(c).error == ENOTSUP);
}

static const char expected_log[] = "mark connect 0000:01:00.0\n"
				   "access 0000:01:00.0 bar0 read 0x0 4 0x194000a1\n"
				   "access 0000:01:00.0 bar0 read 0x2 2 0x1940\n"
				   "access 0000:01:00.0 bar0 write 0x8 4 0x12345678\n"
				   "access 0000:01:00.0 bar0 read 0x8 4 0x00005600\n"
				   "config 0000:01:00.0 config write 0x4 4 0x00000006\n"
				   "config 0000:01:00.0 config write 0x80 4 0x00008000\n"
				   "reset 0000:01:00.0 flr\n"
				   "config 0000:01:00.0 config read 0x4 4 0x00100000\n"
				   "reset 0000:01:00.0 command\n";

/* Compares the log with what is expected, times left out; they have to be in order. */
static void test_log(const char *path)
{
	char text[4096] = "", line[256];
	double time, before = 0;
	FILE *file = fopen(path, "re");

	while (file && fgets(line, sizeof(line), file)) {
		char *space = strchr(line, ' ');

		time = strtod(line, NULL);
		CHECK(space && time >= before);
		before = time;
		strncat(text, space ? space + 1 : "?", sizeof(text) - strlen(text) - 1);
	}
	if (file)
		fclose(file);
	check(!strcmp(text, expected_log), text, __FILE__, __LINE__);
}

static void test_port(const struct vpb_sockets *sockets, const char *file_path,
	const struct vpb_access_log *clock)
{
	char path[VPB_SOCKET_BYTES], line[64] = "";
	struct vpb_port port;

	FILE *file;
	int fd;

	vpb_sockets_port(sockets, VPB_PORT_CONSOLE, path);
	CHECK(vpb_port_init(&port, path, file_path, clock) == 0);
	port.awaited[0].text = "Run /init";
	fd = test_socket_connect(path);
	CHECK(write(fd, "a\r\nRun x/init RRun /i", 21) == 21);
	CHECK(vpb_port_drain(&port) == 0 && !port.awaited[0].seen);
	CHECK(write(fd, "nit!\nRun /init", 14) == 14);
	CHECK(vpb_port_drain(&port) == 0 && port.awaited[0].seen);
	close(fd);
	CHECK(vpb_port_drain(&port) == 0 && vpb_port_fd(&port) == -1);
	CHECK(vpb_port_done(&port) == 0);
	file = fopen(file_path, "re");
	CHECK(file && fgets(line, sizeof(line), file) &&
		!strcmp(strchr(line, ' '), " a\n"));
	CHECK(file && fgets(line, sizeof(line), file) &&
		!strcmp(line + 9, "Run x/init RRun /init!\n"));
	if (file)
		fclose(file);
}

static void test_card_served(const struct vpb_card *card)
{
	static struct client client;
	struct vpb_header nonsense = {1, 1, 1 << 30, 0, 0};
	struct vpb_sockets sockets = {0};
	struct vpb_access_log log;
	char path[VPB_SOCKET_BYTES], log_path[VPB_SOCKET_BYTES];
	bool whole;

	CHECK(vpb_sockets_init(&sockets) == 0);
	snprintf(log_path, sizeof(log_path), "%s/log", sockets.folder);
	CHECK(vpb_access_log_init(&log, log_path) == 0);
	vpb_sockets_function(&sockets, 0, 0, path);
	CHECK(vpb_server_init(&client.server, &card->functions[0], true, "0000:01:00.0",
		      path, &log) == 0);
	client.fd = test_socket_connect(path);
	CHECK(vpb_server_receive(&client.server, &whole) == 0 && !whole);
	test_server(&client);
	message_send(&client, &nonsense, sizeof(nonsense), -1);
	CHECK(vpb_server_receive(&client.server, &whole) == -EPROTO);
	CHECK(recv(client.fd, client.reply, 1, MSG_DONTWAIT) == 0);
	vpb_server_done(&client.server);
	close(client.fd);
	test_log(log_path);
	test_port(&sockets, log_path, &log);
	CHECK(vpb_access_log_done(&log) == 0);
	unlink(log_path);
	vpb_sockets_done(&sockets);
	CHECK(access(path, F_OK) != 0);
}

/* A line a function, the first function last: with it the guest looks at the slot. */
static void test_plug(const struct vpb_card *card)
{
	static const char begin[] =
		"{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"vfio-user-pci\"";
	const struct vpb_sockets sockets = {"/x"};
	char *commands = vpb_plug_commands_new(&sockets, card, 1), *rest = commands,
	     *line;
	unsigned int function = card->function_count, lines = 0;

	while (rest && (line = strsep(&rest, "\n")) && *line) {
		char address[32];

		snprintf(address, sizeof(address), "\"addr\":\"0.%u\"", --function);
		CHECK(!strncmp(line, begin, strlen(begin)) && strstr(line, address));
		lines++;
	}
	CHECK(lines == card->function_count);
	free(commands);
}

int main(int argc, char **argv)
{
	static struct vpb_card card;
	char error[256] = "";

	if (argc > 2 && !strcmp(argv[1], "--play"))
		return test_play(argc, argv);
	test_description();
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "re");

		check(file && vpb_card_read(file, argv[i], &card, error, sizeof(error)) ==
					0,
			file ? error : argv[i], __FILE__, __LINE__);
		if (file)
			fclose(file);
		test_plug(&card);
	}
	if (test_card_read(test_good_card, &card, error, sizeof(error)) == 0) {
		test_config(&card);
		test_card_served(&card);
	}
	test_guest(argv[0]);
	printf("1..%u\n", passed + failed);
	return failed ? 1 : 0;
}
