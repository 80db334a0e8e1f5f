/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_SLEEP_H
#define VPB_CORE_SLEEP_H

/*
 * Whether the kernel may put an idle device to sleep: what `power/control` holds
 * (Documentation/ABI/testing/sysfs-devices-power). A card reaches D3cold only while every bridge
 * above it may sleep too, and a bridge that may sleep wakes with what is below it, so that `auto`
 * is safe for it (Documentation/power/pci.rst, drivers/pci/pci.c: pci_bridge_d3_possible).
 * vfio-pci itself turns `auto` on for a function that it binds, and off when it lets go
 * (drivers/vfio/pci/vfio_pci_core.c), so a word for a function comes after that. Pure.
 */
enum vpb_sleep {
	VPB_SLEEP_UNTOUCHED, /* nobody asks for it; or what it is was not read */
	VPB_SLEEP_AUTO,
	VPB_SLEEP_ON, /* it is kept awake */
};

/* "auto" or "on", the kernel's words; "" for VPB_SLEEP_UNTOUCHED. */
const char *vpb_sleep_name(enum vpb_sleep sleep);

/* VPB_SLEEP_UNTOUCHED for any other word. */
enum vpb_sleep vpb_sleep_parse(const char *word);

#endif
