// SPDX-License-Identifier: GPL-2.0-or-later
#include "server.h"
#include "answer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 16
#define SEND_PATIENCE_MS 1000

int vpb_socket_listen(const char *path)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int fd, r;

	if (strlen(path) >= sizeof(name.sun_path))
		return -ENAMETOOLONG;
	strcpy(name.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	if (bind(fd, (struct sockaddr *)&name, sizeof(name)) < 0 || listen(fd, 1) < 0) {
		r = -errno;
		close(fd);
		return r;
	}
	return fd;
}

int vpb_server_init(struct vpb_server *server, const struct vpb_function *function,
	bool multifunction, const char *address, const char *path,
	struct vpb_access_log *log)
{
	memset(server, 0, sizeof(*server));
	server->fd = -1;
	server->function = function;
	server->log = log;
	snprintf(server->address, sizeof(server->address), "%s", address);
	vpb_config_init(&server->config, function, multifunction);
	for (unsigned int i = 0; i < function->register_count; i++)
		server->registers[i] = function->registers[i].value;
	server->listen_fd = vpb_socket_listen(path);
	return server->listen_fd < 0 ? server->listen_fd : 0;
}

static void hang_up(struct vpb_server *server)
{
	if (server->fd >= 0)
		close(server->fd);
	server->fd = -1;
	server->have_bytes = 0;
}

void vpb_server_done(struct vpb_server *server)
{
	hang_up(server);
	if (server->listen_fd >= 0)
		close(server->listen_fd);
	server->listen_fd = -1;
}

int vpb_server_fd(const struct vpb_server *server)
{
	return server->fd >= 0 ? server->fd : server->listen_fd;
}

/* Guest memory and eventfds come as descriptors; neither is used here. */
static void descriptors_close(struct msghdr *message)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		size_t count;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
			close(fd);
		}
	}
}

/* Bytes received, 0 at the peer's end, or -errno; -EAGAIN when there is nothing now. */
static ssize_t bytes_receive(struct vpb_server *server, size_t bytes)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))];
	} control;
	struct iovec part = {server->message + server->have_bytes, bytes};
	struct msghdr message = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room)};
	ssize_t n = recvmsg(server->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

	if (n < 0)
		return -errno;
	descriptors_close(&message);
	return n;
}

/* How many bytes this message still lacks. -EPROTO for nonsense. */
static ssize_t bytes_missing(const struct vpb_server *server)
{
	struct vpb_header header;

	if (server->have_bytes < sizeof(header))
		return (ssize_t)(sizeof(header) - server->have_bytes);
	memcpy(&header, server->message, sizeof(header));
	if (header.bytes < sizeof(header) || header.bytes > sizeof(server->message) ||
		(header.flags & VPB_HEADER_TYPE) != 0)
		return -EPROTO;
	return (ssize_t)(header.bytes - server->have_bytes);
}

static int connection_accept(struct vpb_server *server)
{
	int fd = accept4(server->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return errno == EAGAIN || errno == ECONNABORTED ? 0 : -errno;
	server->fd = fd;
	server->have_bytes = 0;
	vpb_access_log_mark(server->log, "connect %s", server->address);
	return 0;
}

int vpb_server_receive(struct vpb_server *server, bool *ret_whole)
{
	ssize_t missing, n;

	*ret_whole = false;
	if (server->fd < 0)
		return connection_accept(server);
	while ((missing = bytes_missing(server)) > 0) {
		n = bytes_receive(server, (size_t)missing);
		if (n == -EAGAIN || n == -EINTR)
			return 0;
		if (n <= 0) {
			hang_up(server);
			return n == -ECONNRESET ? 0 : (int)n;
		}
		server->have_bytes += (size_t)n;
	}
	if (missing < 0) {
		hang_up(server);
		return (int)missing;
	}
	*ret_whole = true;
	return 0;
}

/* QEMU reads a reply's header in one piece, so it goes out in as few pieces as it can. */
static int bytes_send(int fd, const uint8_t *data, size_t bytes)
{
	while (bytes) {
		ssize_t n = send(fd, data, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
		struct pollfd wait = {.fd = fd, .events = POLLOUT};

		if (n >= 0) {
			data += n;
			bytes -= (size_t)n;
		} else if (errno != EAGAIN && errno != EINTR) {
			return -errno;
		} else if (poll(&wait, 1, SEND_PATIENCE_MS) == 0) {
			return -ETIMEDOUT;
		}
	}
	return 0;
}

int vpb_server_answer(struct vpb_server *server)
{
	static uint8_t reply[sizeof(struct vpb_header) + VPB_ANSWER_BYTES];
	struct vpb_header header;
	size_t bytes = 0;
	int r;

	memcpy(&header, server->message, sizeof(header));
	r = vpb_answer(server, header.command, server->message + sizeof(header),
		header.bytes - sizeof(header), reply + sizeof(header), &bytes);
	server->have_bytes = 0;
	if (header.flags & VPB_HEADER_NO_REPLY)
		return 0;
	header.flags = VPB_HEADER_REPLY;
	header.error = 0;
	if (r < 0) {
		header.flags |= VPB_HEADER_ERROR;
		header.error = (uint32_t)-r;
		bytes = 0;
	}
	header.bytes = (uint32_t)(sizeof(header) + bytes);
	memcpy(reply, &header, sizeof(header));
	r = bytes_send(server->fd, reply, header.bytes);
	if (r < 0)
		hang_up(server);
	return r == -EPIPE || r == -ECONNRESET ? 0 : r;
}
