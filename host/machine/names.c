/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "names.h"

#include <fcntl.h>
#include <pci/pci.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vpb_namer {
	struct pci_access *access;
	int list_fd; /* of another tree's list, or -1 */
};

/* libpci's error callback must not return and by default exits, and gets no context. */
static jmp_buf name_failed;

static void __attribute__((noreturn)) libpci_error(char *format, ...)
{
	(void)format;
	longjmp(name_failed, 1);
}

static void libpci_quiet(char *format, ...)
{
	(void)format;
}

/*
 * libpci opens the list by name, and falls back on udev's hardware database of the running system,
 * which has nothing to do with another tree.
 */
static bool tree_list_use(const struct vpb_root *root, struct vpb_namer *namer)
{
	static const char *const places[] = {"usr/share/misc/pci.ids",
		"usr/share/hwdata/pci.ids", "usr/share/pci.ids"};
	char *name;

	for (size_t i = 0; namer->list_fd < 0 && i < sizeof(places) / sizeof(*places);
		i++)
		namer->list_fd = vpb_root_open_regular(root, places[i], O_RDONLY);
	if (asprintf(&name, namer->list_fd < 0 ? "/dev/null" : "/proc/self/fd/%d",
		    namer->list_fd) < 0)
		return false;
	pci_set_name_list_path(namer->access, name, 1);
	pci_set_param(namer->access, "hwdb.disable", "1");
	return true;
}

struct vpb_namer *vpb_namer_new(const struct vpb_root *root)
{
	struct vpb_namer *namer = calloc(1, sizeof(*namer));

	if (!namer)
		return NULL;
	namer->list_fd = -1;
	namer->access = pci_alloc();
	namer->access->error = libpci_error;
	namer->access->warning = libpci_quiet;
	namer->access->debug = libpci_quiet;
	if (!root->is_running_machine && !tree_list_use(root, namer))
		vpb_namer_freep(&namer);
	return namer;
}

void vpb_namer_freep(struct vpb_namer **namer)
{
	if (!*namer)
		return;
	pci_cleanup((*namer)->access);
	vpb_closep(&(*namer)->list_fd);
	free(*namer);
	*namer = NULL;
}

void vpb_namer_look_up(struct vpb_namer *namer, const struct vpb_device *device,
	struct vpb_pci_names *ret_names)
{
	struct pci_access *access = namer->access;
	/* Not in registers: they are looked at after the jump. */
	volatile int flags = 0;

	/* A list with a mistake in it is given up, and asked again for numbers only. */
	if (setjmp(name_failed))
		flags = PCI_LOOKUP_NUMERIC;
	pci_lookup_name(access, ret_names->vendor, VPB_PCI_NAME_BYTES,
		PCI_LOOKUP_VENDOR | flags, device->vendor);
	pci_lookup_name(access, ret_names->device, VPB_PCI_NAME_BYTES,
		PCI_LOOKUP_DEVICE | flags, device->vendor, device->device);
	pci_lookup_name(access, ret_names->kind, VPB_PCI_NAME_BYTES,
		PCI_LOOKUP_CLASS | flags, device->class_code);
}

void vpb_pci_names_add_short(const struct vpb_pci_names *names, struct vpb_text *text)
{
	const char *open = strchr(names->device, '['),
		   *close = strrchr(names->device, ']');

	if (open && close > open)
		vpb_text_add(text, "%.*s", (int)(close - open - 1), open + 1);
	else
		vpb_text_add(text, "%s", names->device);
}

/* What can be left out at the end of a name, or from there on. */
static void add_until(const char *name, const char *const ends[], struct vpb_text *text)
{
	size_t length = strlen(name);

	for (; *ends; ends++) {
		const char *end = strstr(name, *ends);

		if (end && end > name && (size_t)(end - name) < length)
			length = (size_t)(end - name);
	}
	vpb_text_add_bytes(text, name, length);
}

void vpb_pci_names_add_kind(const struct vpb_pci_names *names, struct vpb_text *text)
{
	static const char *const ends[] = {
		" compatible controller", " controller", " device", NULL};

	add_until(names->kind, ends, text);
}

void vpb_pci_names_add_vendor(const struct vpb_pci_names *names, struct vpb_text *text)
{
	static const char *const ends[] = {" Corporation", " Corp.", ", Inc", " Inc",
		" Co.", ", Co", " Co Ltd", ", Ltd", " Ltd", " Electronics", " Technology",
		" Semiconductor", NULL};
	const char *open = strchr(names->vendor, '['),
		   *close = strrchr(names->vendor, ']');

	if (open && close > open)
		vpb_text_add(text, "%.*s", (int)(close - open - 1), open + 1);
	else
		add_until(names->vendor, ends, text);
}
