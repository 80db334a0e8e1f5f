/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fibre.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../sys/folder.h"

#define HOSTS "sys/class/fc_host"

/* World-wide names of a node and its port; 0 where one is not known. */
struct port {
	unsigned long long node, port;
};

/* "traddr=…,host_traddr=nn-0x20000090fa942779:pn-0x10000090fa942779" */
static struct port port_parse(const char *fields)
{
	const char *own = strstr(fields, "host_traddr=");
	const char *node = own ? strstr(own, "nn-0x") : NULL;
	const char *port = own ? strstr(own, "pn-0x") : NULL;

	return (struct port){node ? strtoull(node + 3, NULL, 16) : 0,
		port ? strtoull(port + 3, NULL, 16) : 0};
}

static unsigned long long name_read(
	const struct vpb_root *root, const char *host, const char *name)
{
	char path[PATH_MAX], word[32];

	snprintf(path, sizeof(path), HOSTS "/%s/%s", host, name);
	return vpb_root_read_word(root, path, word, sizeof(word)) == 0
		       ? strtoull(word, NULL, 16)
		       : 0;
}

static bool is_of(const struct vpb_root *root, const char *host, const struct port *port)
{
	return port->node && port->port &&
	       name_read(root, host, "node_name") == port->node &&
	       name_read(root, host, "port_name") == port->port;
}

static bool is_fibre(
	const struct vpb_root *root, const char *controller, struct port *ret_port)
{
	int length = (int)strcspn(controller, "/");
	char path[PATH_MAX], word[512];

	snprintf(path, sizeof(path), "sys/class/nvme/%.*s/transport", length, controller);
	if (vpb_root_read_word(root, path, word, sizeof(word)) < 0 ||
		strcmp(word, "fc") != 0)
		return false;
	snprintf(path, sizeof(path), "sys/class/nvme/%.*s/address", length, controller);
	*ret_port = vpb_root_read_word(root, path, word, sizeof(word)) == 0
			    ? port_parse(word)
			    : (struct port){};
	return true;
}

int vpb_fibre_each(const struct vpb_root *root, const char *controller,
	int (*take)(char *place, void *context), void *context)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder hosts = {};
	struct port port;
	bool is_found = false;
	int r = 0;

	if (!is_fibre(root, controller, &port))
		return 0;
	hosts = vpb_folder_read(root, HOSTS);
	for (int i = 0; i < hosts.count; i++)
		is_found |= is_of(root, hosts.entries[i]->d_name, &port);
	for (int i = 0; r == 0 && i < hosts.count; i++) {
		const char *host = hosts.entries[i]->d_name;
		char path[PATH_MAX], place[PATH_MAX];

		snprintf(path, sizeof(path), HOSTS "/%s", host);
		if ((!is_found || is_of(root, host, &port)) &&
			vpb_root_read_target(root, path, place) == 0)
			r = take(place, context);
	}
	return r;
}
