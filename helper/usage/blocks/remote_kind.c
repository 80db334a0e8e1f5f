/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remote_kind.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "../../base/array.h"
#include "../../base/text.h"

/* Where the name says it; of etherd the module names its devices so (drivers/block/aoe). */
static const struct {
	const char *start, *kind;
} named[] = {{"nbd", "nbd"}, {"rbd", "rbd"}, {"drbd", "DRBD"},
	{"etherd!", "ATA over Ethernet"}};

/*
 * Where what is above it says it: drivers/scsi/scsi_transport_iscsi.c, drivers/nvme/host/fabrics.c,
 * drivers/scsi/fcoe/fcoe_sysfs.c, drivers/usb/usbip.
 */
static const struct {
	const char *part, *kind;
} placed[] = {{"/session", "iSCSI"}, {"/nvme-fabrics/", "NVMe over fabrics"},
	{"/ctlr_", "Fibre Channel over Ethernet"}, {"/vhci_hcd", "USB over IP"}};

/* The number after the part keeps "session" in a longer word out. */
const char *vpb_remote_kind(const char *name, const char *place)
{
	for (size_t i = 0; i < VPB_ARRAY_SIZE(named); i++)
		if (vpb_word_has_start(name, named[i].start))
			return named[i].kind;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(placed); i++) {
		const char *found = strstr(place, placed[i].part);
		const char *end = found ? found + strlen(placed[i].part) : NULL;

		if (end &&
			(end[-1] == '/' || *end == '.' || isdigit((unsigned char)*end)))
			return placed[i].kind;
	}
	return NULL;
}
