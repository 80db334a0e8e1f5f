/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The least that can be done: floor [--scan] ROOT ADDRESS... loads vfio-pci through libkmod where
 * its driver is not there, gives each address its override, binds it, and reads its driver link. No
 * check of anything, no report, no deadline. --scan: and reads the ids of all functions once.
 */

#include <fcntl.h>
#include <libkmod.h>
#include <limits.h>
#include <pci/pci.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

static bool module_load(const char *root)
{
	struct kmod_module *module = NULL;
	struct kmod_ctx *kmod;
	char path[PATH_MAX];
	bool done;

	snprintf(path, sizeof(path), "%s/sys/bus/pci/drivers/vfio-pci", root);
	if (access(path, F_OK) == 0)
		return true;
	kmod = kmod_new(NULL, NULL);
	done = kmod && kmod_module_new_from_name(kmod, "vfio-pci", &module) == 0 &&
	       kmod_module_probe_insert_module(module, 0, "ids=", NULL, NULL, NULL) == 0;
	kmod_module_unref(module);
	kmod_unref(kmod);
	return done;
}

static void ids_scan(const char *root)
{
	struct pci_access *access = pci_alloc();
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/sys/bus/pci", root);
	access->method = PCI_ACCESS_SYS_BUS_PCI;
	pci_set_param(access, "sysfs.path", path);
	pci_init(access);
	pci_scan_bus(access);
	for (struct pci_dev *device = access->devices; device; device = device->next)
		pci_fill_info(device, PCI_FILL_IDENT | PCI_FILL_CLASS);
	pci_cleanup(access);
}

int main(int argc, char **argv)
{
	bool scans = argc > 1 && strcmp(argv[1], "--scan") == 0;
	char path[PATH_MAX], target[PATH_MAX];
	const char *root;
	bool done;

	argv += 1 + scans;
	root = *argv++;
	if (!root)
		return EXIT_FAILURE;
	if (scans)
		ids_scan(root);
	done = module_load(root);
	for (char **address = argv; *address; address++) {
		snprintf(path, sizeof(path), "%s/sys/bus/pci/devices/%s/driver_override",
			root, *address);
		done &= file_write(path, "vfio-pci");
		snprintf(
			path, sizeof(path), "%s/sys/bus/pci/drivers/vfio-pci/bind", root);
		done &= file_write(path, *address);
		snprintf(path, sizeof(path), "%s/sys/bus/pci/devices/%s/driver", root,
			*address);
		if (readlink(path, target, sizeof(target)) < 0)
			continue; /* a tree of plain files has none */
	}
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
