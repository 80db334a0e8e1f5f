// SPDX-License-Identifier: GPL-2.0-or-later
#include "port.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../card/server.h"

/* More than fits into a socket's buffers, so what is there is read to its end. */
#define DRAIN_READS_MAX 256

int vpb_port_init(struct vpb_port *port, const char *socket_path, const char *file_path,
	const struct vpb_access_log *clock)
{
	*port = (struct vpb_port){.listen_fd = -1, .fd = -1, .clock = clock};
	port->file = fopen(file_path, "we");
	if (!port->file)
		return -errno;
	port->listen_fd = vpb_socket_listen(socket_path);
	return port->listen_fd < 0 ? port->listen_fd : 0;
}

int vpb_port_done(struct vpb_port *port)
{
	int failed = 0;

	if (port->fd >= 0)
		close(port->fd);
	if (port->listen_fd >= 0)
		close(port->listen_fd);
	if (port->file) {
		failed = ferror(port->file);
		failed |= fclose(port->file);
	}
	*port = (struct vpb_port){.listen_fd = -1, .fd = -1, .over = true};
	return failed ? -EIO : 0;
}

int vpb_port_fd(const struct vpb_port *port)
{
	if (port->over)
		return -1;
	return port->fd >= 0 ? port->fd : port->listen_fd;
}

static void awaited_feed(struct vpb_awaited *awaited, char c)
{
	if (!awaited->text || awaited->seen)
		return;
	if (c != awaited->text[awaited->have])
		awaited->have = 0;
	if (c == awaited->text[awaited->have])
		awaited->have++;
	awaited->seen = !awaited->text[awaited->have];
}

static void byte_take(struct vpb_port *port, char c)
{
	for (unsigned int i = 0; i < VPB_AWAITED_MAX; i++)
		awaited_feed(&port->awaited[i], c);
	if (c == '\r')
		return;
	if (port->clock && !port->within_line)
		fprintf(port->file, "%.6f ", vpb_access_log_now_s(port->clock));
	port->within_line = c != '\n';
	fputc(c, port->file);
}

int vpb_port_drain(struct vpb_port *port)
{

	char data[4096];

	if (port->over)
		return 0;
	if (port->fd < 0) {
		port->fd = accept4(
			port->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (port->fd < 0)
			return errno == EAGAIN || errno == ECONNABORTED ? 0 : -errno;
	}
	for (unsigned int i = 0; i < DRAIN_READS_MAX; i++) {
		ssize_t n = read(port->fd, data, sizeof(data));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			port->over = true;
			break;
		}
		for (ssize_t at = 0; at < n; at++)
			byte_take(port, data[at]);
	}
	fflush(port->file);

	return ferror(port->file) ? -EIO : 0;
}

int vpb_port_send(const struct vpb_port *port, const char *text)
{
	size_t bytes = strlen(text);
	ssize_t n = send(port->fd, text, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n < 0)
		return -errno;
	return (size_t)n == bytes ? 0 : -EAGAIN;
}
