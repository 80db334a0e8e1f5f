/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "../../helper/base/log.h"

static const struct {
	const char *id;
	enum vpb_log_level priority;
} messages[] = {
	[VPB_MESSAGE_SETUP] = {"fe639b1668974b0ca268f065358a6817", VPB_LOG_INFO},
	[VPB_MESSAGE_REMOVE] = {"f55fa4d0c1c4457197e534198b5de0a0", VPB_LOG_INFO},
	[VPB_MESSAGE_BOUND] = {"e11144958e6641ac87d17b6529b96f6f", VPB_LOG_INFO},
	[VPB_MESSAGE_RELEASED] = {"9c716a0394fa4ef5942e45442d55d1a4", VPB_LOG_INFO},
	[VPB_MESSAGE_REFUSED] = {"f3333c923c5c4145a278b01d1aec980a", VPB_LOG_WARNING},
	[VPB_MESSAGE_FAILED] = {"9bc568727d6b4fd68961c657d1788452", VPB_LOG_ERROR},
};

void vpb_message_add(enum vpb_message message, const char *device, const char *sentence,
	struct vpb_text *text)
{
	vpb_text_add(text, "SYSLOG_IDENTIFIER=vfio-prebind\nPRIORITY=%d\nMESSAGE_ID=%s\n",
		messages[message].priority, messages[message].id);
	if (*device)
		vpb_text_add(text, "VFIO_PREBIND_DEVICE=%s\n", device);
	/* A newline in it would begin another field. */
	vpb_text_add(text, "MESSAGE=");
	vpb_text_add_printable(text, sentence);
	vpb_text_add(text, "\n");
}

void vpb_message_send(const struct vpb_root *root, enum vpb_message message,
	const char *device, const char *sentence)
{
	const struct sockaddr_un journal = {
		.sun_family = AF_UNIX, .sun_path = "/run/systemd/journal/socket"};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_closep) int fd = -1;

	if (!root->is_running_machine)
		return;
	vpb_message_add(message, device, sentence, &text);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || vpb_text_error(&text) < 0)
		return;
	if (sendto(fd, text.data, text.length, MSG_NOSIGNAL,
		    (const struct sockaddr *)&journal, sizeof(journal)) < 0)
		return;
}
