/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What else takes PCI devices from the bus or from their drivers: udev rules, tools that switch a
 * laptop's graphics card, and libvirt's hooks.
 */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/sys/drop_ins.h"
#include "facts.h"

/* Where each of these tools leaves something as long as it is in use. */
static const struct {
	const char *tool, *path;
} tools[] = {
	{"supergfxctl", "etc/supergfxd.conf"},
	{"supergfxctl", "etc/systemd/system/getty.target.wants/supergfxd.service"},
	{"optimus-manager",
		"etc/systemd/system/graphical.target.wants/optimus-manager.service"},
	{"envycontrol", "var/cache/envycontrol/cache.json"},
	{"system76-power", "etc/modprobe.d/system76-power.conf"},
	{"prime-select", "etc/prime-discrete"},
};

/* Adds the hexadecimal digits that the line asks of that attribute. */
static void digits_add(const char *line, const char *attribute, const char *before,
	struct vpb_text *text)
{
	const char *at = strstr(line, attribute);

	if (!at)
		return;
	at += strlen(attribute);
	vpb_text_add(text, "%s", before);
	for (size_t i = 0; i < 6 && isxdigit((unsigned char)at[i]); i++)
		vpb_text_add(text, "%c", tolower((unsigned char)at[i]));
}

/* What a rule's line is about: "10de", "10de:03" with the first digits of a class, or "". */
static void subject_add(const char *line, struct vpb_text *text)
{
	vpb_text_add(text, "%s", "");
	digits_add(line, "{vendor}==\"0x", "", text);
	digits_add(line, "{class}==\"0x", ":", text);
}

static const char *rule_kind(const char *line)
{
	line += strspn(line, " \t");
	if (*line == '#')
		return NULL;
	if (strstr(line, "ATTR{remove}=\"1\""))
		return "udev-remove";
	return strstr(line, "RUN") && (strstr(line, "/unbind") ||
					      strstr(line, "driver_override"))
		       ? "udev-driver"
		       : NULL;
}

/* One of a kind and subject a file is enough. */
static bool is_known(const struct vpb_facts *facts, const char *kind, const char *path,
	const char *word)
{
	for (size_t i = 0; i < facts->other_count; i++)
		if (strcmp(facts->others[i].kind, kind) == 0 &&
			vpb_word_has_end(facts->others[i].path, path) &&
			strcmp(facts->others[i].word, word) == 0)
			return true;
	return false;
}

static int rules_read(
	const struct vpb_root *root, const char *path, struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;
	int r = 0;

	if (vpb_root_read(root, path, &text) < 0 || !text.data)
		return 0;
	/* A line may go on in the next one. */
	for (char *at = text.data; (at = strstr(at, "\\\n"));)
		at[0] = at[1] = ' ';
	rest = text.data;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		const char *kind = rule_kind(line);
		VPB_CLEANUP(vpb_text_done) struct vpb_text subject = {};

		subject_add(line, &subject);
		r = vpb_text_error(&subject);
		if (r == 0 && kind && !is_known(facts, kind, path, subject.data))
			r = vpb_facts_add_conflict(facts, root, kind, path, subject.data);
	}
	return r;
}

static int all_rules_read(const struct vpb_root *root, struct vpb_facts *facts)
{
	static const char *const folders[] = {"etc/udev/rules.d", "run/udev/rules.d",
		"usr/local/lib/udev/rules.d", "usr/lib/udev/rules.d", "lib/udev/rules.d",
		NULL};
	VPB_CLEANUP(vpb_drop_ins_done)
	struct vpb_drop_ins rules = vpb_drop_ins_read(root, folders, ".rules");
	char path[PATH_MAX];
	int r = 0;

	while (r == 0 && vpb_drop_ins_next(&rules, path))
		if (!vpb_word_has_end(path, "/00-vfio-prebind.rules"))
			r = rules_read(root, path, facts);
	return r;
}

/* An address as sysfs writes it, or as libvirt does: pci_0000_01_00_0. */
static size_t address_length(const char *text, char ret_address[VPB_ADDRESS_BYTES])
{
	struct vpb_address address;
	unsigned int domain, bus, device, function;
	int length = 0;

	if ((sscanf(text, "%4x:%2x:%2x.%1x%n", &domain, &bus, &device, &function,
		     &length) < 4 ||
		    length != 12) &&
		(sscanf(text, "%4x_%2x_%2x_%1x%n", &domain, &bus, &device, &function,
			 &length) < 4 ||
			length != 12))
		return 0;
	address = (struct vpb_address){.domain = domain,
		.bus = (uint8_t)bus,
		.device = (uint8_t)device,
		.function = (uint8_t)function};
	vpb_address_format(address, ret_address);
	return 12;
}

/* Each device that the hook names; one without a name where there is none. */
static int hook_read(
	const struct vpb_root *root, const char *path, struct vpb_facts *facts)
{
	static const char *const signs[] = {"/unbind", "/bind", "drivers_probe",
		"driver_override", "new_id", "nodedev-detach", "nodedev-reattach"};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char address[VPB_ADDRESS_BYTES] = "";
	bool is_one = false, is_any = false;
	int r = 0;

	if (vpb_root_read(root, path, &text) < 0 || !text.data)
		return 0;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		is_one |= strstr(text.data, signs[i]) != NULL;
	if (!is_one)
		return 0;
	for (const char *at = text.data; r == 0 && *at; at++) {
		size_t length = address_length(at, address);

		if (!length)
			continue;
		is_any = true;
		at += length - 1;
		if (!is_known(facts, "libvirt-hook", path, address))
			r = vpb_facts_add_conflict(
				facts, root, "libvirt-hook", path, address);
	}
	return r < 0 || is_any
		       ? r
		       : vpb_facts_add_conflict(facts, root, "libvirt-hook", path, "");
}

/* Deep enough for hooks/qemu.d/VM/prepare/begin/script. */
static int hooks_read(const struct vpb_root *root, const char *path, unsigned int depth,
	struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, path);
	int r = 0;

	for (int i = 0; r == 0 && i < folder.count; i++) {
		char place[PATH_MAX];

		if (snprintf(place, sizeof(place), "%s/%s", path,
			    folder.entries[i]->d_name) >= (int)sizeof(place))
			continue;
		if (folder.entries[i]->d_type == DT_DIR)
			r = depth ? hooks_read(root, place, depth - 1, facts) : 0;
		else
			r = hook_read(root, place, facts);
	}
	return r;
}

int vpb_facts_read_switchers(const struct vpb_root *root, struct vpb_facts *facts)
{
	int r = all_rules_read(root, facts);

	for (size_t i = 0; r == 0 && i < sizeof(tools) / sizeof(*tools); i++)
		if (vpb_root_has(root, tools[i].path))
			r = vpb_facts_add_conflict(facts, root, "gpu-switcher",
				tools[i].path, tools[i].tool);
	return r < 0 ? r : hooks_read(root, "etc/libvirt/hooks", 4, facts);
}
