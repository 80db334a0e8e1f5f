/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sources.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/cmdline.h"
#include "../core/config.h"
#include "../core/rule_parse.h"
#include "../core/vfio_ids.h"
#include "drop_ins.h"
#include "kmod.h"

/* It may have held a skip. */
static int unreadable_add(struct vpb_request *request, const char *path, int r)
{
	const struct vpb_origin origin = {.source = (char *)path, .line = 1, .column = 1};
	char message[128];

	request->has_unread_skip = true;
	snprintf(message, sizeof(message), "cannot be read: %s", strerror(-r));
	return vpb_request_add_problem(request, &origin, "", message);
}

static int config_read(
	const struct vpb_root *root, const char *path, struct vpb_request *request)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char source[PATH_MAX];
	int r;

	/* The file of that name in /usr/lib is not wanted. */
	if (vpb_root_is_mask(root, path))
		return 0;
	r = vpb_root_read(root, path, &text);
	snprintf(source, sizeof(source), "%s/%s", root->path, path);
	if (r == -ENOENT || r == -ENOTDIR)
		return 0;
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return unreadable_add(request, source, r);
	return vpb_config_parse(request, source, text.data ? text.data : "", text.length);
}

/* A folder that is there and cannot be read may hold anything, so it is said. */
static int folder_errors_add(const struct vpb_root *root,
	const struct vpb_drop_ins *drop_ins, struct vpb_request *request)
{
	int r = 0;

	for (size_t i = 0; r == 0 && drop_ins->paths[i]; i++) {
		int error = drop_ins->folders[i].error;
		char source[PATH_MAX];

		if (error == 0 || error == -ENOENT || error == -ENOTDIR)
			continue;
		snprintf(source, sizeof(source), "%s/%s", root->path, drop_ins->paths[i]);
		r = error == -ENOMEM ? -ENOMEM : unreadable_add(request, source, error);
	}
	return r;
}

static int drop_ins_read(const struct vpb_root *root, const struct vpb_sources *sources,
	struct vpb_request *request)
{
	static const char *const paths[] = {
		VPB_CONFIG_DIRECTORY_ETC, VPB_CONFIG_DIRECTORY_USR, NULL};
	VPB_CLEANUP(vpb_drop_ins_done)
	struct vpb_drop_ins drop_ins = vpb_drop_ins_read(root, paths, ".conf");
	char path[PATH_MAX];
	int r = folder_errors_add(root, &drop_ins, request);

	while (r == 0 && vpb_drop_ins_next(&drop_ins, path))
		if (!sources->new_path || strcmp(path, sources->new_path) != 0)
			r = config_read(root, path, request);
	return r;
}

/* What cannot be read modprobe skips as well. */
static int modprobe_read(const struct vpb_root *root, struct vpb_request *request)
{
	VPB_CLEANUP(vpb_drop_ins_done)
	struct vpb_drop_ins drop_ins =
		vpb_drop_ins_read(root, vpb_modprobe_folders, ".conf");
	char path[PATH_MAX];
	int r = 0;

	while (r == 0 && vpb_drop_ins_next(&drop_ins, path)) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text source = {};

		r = vpb_root_read(root, path, &text);
		if (r < 0 && r != -ENOMEM) {
			r = 0;
			continue;
		}
		vpb_text_add(&source, "%s/%s", root->path, path);
		if (r == 0)
			r = vpb_text_error(&source);
		if (r == 0 && text.data)
			r = vpb_modprobe_parse(
				request, source.data, text.data, text.length);
	}
	return r;
}

static int cmdline_read(const struct vpb_root *root, struct vpb_request *request)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_root_read(root, "proc/cmdline", &text);

	if (r == -ENOMEM)
		return r;
	if (r < 0) {
		/* It may say that nothing is to be bound. A copy of another machine may lack it. */
		if (root->is_running_machine || r != -ENOENT)
			request->mistaken = strdup("/proc/cmdline");
		return unreadable_add(request, "/proc/cmdline", r);
	}
	return vpb_cmdline_parse(request, text.data ? text.data : "");
}

/* A table in which the firmware says that it started this system over the network. */
static int network_boot_look(const struct vpb_root *root, struct vpb_request *request)
{
	static const char *const tables[] = {"sys/firmware/acpi/tables/iBFT",
		"sys/firmware/acpi/tables/NBFT", "sys/firmware/ibft"};

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		if (request->network_root || !vpb_root_has(root, tables[i]))
			continue;
		request->network_root = strdup(tables[i]);
		if (!request->network_root)
			return -ENOMEM;
	}
	return 0;
}

/* systemd passes it only where the unit asks for it: whoever builds an image decides that. */
static int credential_read(const char *folder, struct vpb_request *request)
{
	const struct vpb_root here = vpb_root_here();
	static const char source[] = "credential " VPB_CREDENTIAL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX];
	int r;

	snprintf(path, sizeof(path), "%s/%s", folder, VPB_CREDENTIAL);
	r = vpb_root_read(&here, path, &text);
	if (r == -ENOENT)
		return 0;
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return unreadable_add(request, source, r);
	return vpb_config_parse_credential(
		request, source, text.data ? text.data : "", text.length);
}

static int configs_read(const struct vpb_root *root, const struct vpb_sources *sources,
	struct vpb_request *request)
{
	char source[PATH_MAX];
	int r;

	if (sources->config)
		return vpb_config_parse(request, sources->config_name, sources->config,
			sources->config_length);
	r = config_read(root, VPB_CONFIG_FILE, request);
	if (r == 0)
		r = drop_ins_read(root, sources, request);
	if (r < 0 || !sources->new_path)
		return r;
	snprintf(source, sizeof(source), "%s/%s", root->path, sources->new_path);
	return vpb_config_parse(
		request, source, sources->new_text, strlen(sources->new_text));
}

static int selectors_read(const struct vpb_root *root, const struct vpb_sources *sources,
	struct vpb_request *request)
{
	VPB_CLEANUP(vpb_request_done) struct vpb_request said = {};
	struct vpb_origin origin = {
		.kind = VPB_ORIGIN_TYPED, .source = (char *)"selector", .column = 1};
	int r = cmdline_read(root, &said);

	for (size_t i = 0; r == 0 && sources->selectors[i]; i++) {
		origin.line = (unsigned int)i + 1;
		origin.quote = (char *)sources->selectors[i];
		r = vpb_request_add_rule(
			request, VPB_VERB_BIND, sources->selectors[i], "+", &origin);
	}
	request->network_root = said.network_root;
	said.network_root = NULL;
	return r;
}

static int switches_read(const struct vpb_root *root, const struct vpb_sources *sources,
	struct vpb_request *request)
{
	if (sources->is_for_files) {
		free(request->rescue);
		request->rescue = NULL;
		free(request->mistaken);
		request->mistaken = NULL;
		request->disabled = false;
		return 0;
	}
	/* Only a kernel started by kexec after a crash has it (fs/proc/vmcore.c). */
	if (sources->is_other_boot || request->rescue ||
		!vpb_root_has(root, "proc/vmcore"))
		return 0;
	request->rescue = strdup("/proc/vmcore");
	return request->rescue ? 0 : -ENOMEM;
}

int vpb_sources_read(const struct vpb_root *root, const struct vpb_sources *sources,
	struct vpb_request *request)
{
	int r = sources->selectors ? selectors_read(root, sources, request)
				   : configs_read(root, sources, request);

	request->is_release = sources->is_release;

	if (r == 0 && sources->credentials && !sources->selectors)
		r = credential_read(sources->credentials, request);
	if (r == 0 && !sources->selectors)
		r = modprobe_read(root, request);
	if (r == 0 && !sources->selectors)
		r = sources->cmdline ? vpb_cmdline_parse(request, sources->cmdline)
				     : cmdline_read(root, request);
	if (r == 0)
		r = switches_read(root, sources, request);
	return r < 0 ? r : network_boot_look(root, request);
}
