/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "attribute.h"

#include <stdio.h>

#define DEVICES_FOLDER "sys/bus/pci/devices"

const char *vpb_device_path(struct vpb_address address, char path[PATH_MAX])
{
	char name[VPB_ADDRESS_BYTES];

	snprintf(path, PATH_MAX, DEVICES_FOLDER "/%s", vpb_address_format(address, name));
	return path;
}

const char *vpb_attribute_path(
	struct vpb_address address, const char *name, char path[PATH_MAX])
{
	char device[VPB_ADDRESS_BYTES];

	snprintf(path, PATH_MAX, DEVICES_FOLDER "/%s/%s",
		vpb_address_format(address, device), name);
	return path;
}
