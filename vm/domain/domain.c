/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "domain.h"

#include <string.h>

enum {
	INDEX_LAST = 0xff, /* as many buses there are */
	SLOT_LAST =
		0x1e, /* 0x1f is the chip set's on Q35; libvirt itself begins at the other end */
	SLOT_FIRST = 3, /* 1 is the chip set's, and 2 the first display's */
};

const char *vpb_domain_arch(xmlNode *domain)
{
	const char *arch = vpb_xml_get(domain, "os/type", "arch");

	return arch ? arch : "";
}

bool vpb_domain_is_x86(xmlNode *domain)
{
	const char *arch = vpb_domain_arch(domain);

	return !*arch || strcmp(arch, "x86_64") == 0 || strcmp(arch, "i686") == 0;
}

static enum vpb_domain_bus bus_of_machine(xmlNode *domain)
{
	const char *machine = vpb_xml_get(domain, "os/type", "machine");
	const char *arch = vpb_domain_arch(domain);

	if (vpb_domain_is_x86(domain)) {
		if (!machine || strcmp(machine, "pc") == 0 ||
			vpb_word_has_start(machine, "pc-i440fx"))
			return VPB_DOMAIN_BUS_PCI;
		/* Distributions have names of their own: pc-q35-rhel9.2.0. */
		return strstr(machine, "q35")	 ? VPB_DOMAIN_BUS_PCIE
		       : strstr(machine, "i440") ? VPB_DOMAIN_BUS_PCI
						 : VPB_DOMAIN_BUS_NONE;
	}
	if ((strcmp(arch, "aarch64") == 0 || strcmp(arch, "riscv64") == 0 ||
		    strcmp(arch, "loongarch64") == 0) &&
		(!machine || vpb_word_has_start(machine, "virt")))
		return VPB_DOMAIN_BUS_PCIE;
	return VPB_DOMAIN_BUS_NONE;
}

enum vpb_domain_bus vpb_domain_bus(xmlNode *domain)
{
	enum vpb_domain_bus bus = bus_of_machine(domain);

	if (bus == VPB_DOMAIN_BUS_NONE)
		return bus;
	VPB_XML_EACH(controller, vpb_xml_find(domain, "devices"), "controller")
	{
		if (vpb_xml_is(controller, "", "model", "pcie-root"))
			return VPB_DOMAIN_BUS_PCIE;
		if (vpb_xml_is(controller, "", "model", "pci-root"))
			return VPB_DOMAIN_BUS_PCI;
	}
	return bus;
}

bool vpb_domain_is_uefi(xmlNode *domain)
{
	return vpb_xml_is(domain, "os", "firmware", "efi") ||
	       vpb_xml_is(domain, "os/loader", "type", "pflash");
}

unsigned long vpb_domain_free_index(xmlNode *domain)
{
	unsigned long next = 1, index;

	VPB_XML_EACH(controller, vpb_xml_find(domain, "devices"), "controller")
	if (vpb_xml_is(controller, "", "type", "pci") &&
		vpb_xml_number(controller, "", "index", &index) && index >= next &&
		index <= INDEX_LAST)
		next = index + 1;
	return next;
}

long vpb_domain_free_slot(xmlNode *domain)
{
	struct vpb_address place;
	uint32_t taken = 0;

	VPB_XML_EACH(device, vpb_xml_find(domain, "devices"), NULL)
	if (vpb_xml_is(device, "address", "type", "pci") &&
		vpb_domain_address(vpb_xml_find(device, "address"), &place) &&
		place.bus == 0)
		taken |= UINT32_C(1) << place.device;
	for (long i = SLOT_LAST; i >= SLOT_FIRST; i--)
		if (!(taken & UINT32_C(1) << i))
			return i;
	return -1;
}

bool vpb_domain_is_ours(xmlNode *device)
{
	return vpb_word_has_start(vpb_xml_get(device, "alias", "name"), VPB_ALIAS_START);
}

bool vpb_domain_address(xmlNode *address, struct vpb_address *ret_address)
{
	unsigned long domain = 0, bus = 0, slot, function = 0;

	vpb_xml_number(address, "", "domain", &domain);
	vpb_xml_number(address, "", "bus", &bus);
	vpb_xml_number(address, "", "function", &function);
	if (!address || !vpb_xml_number(address, "", "slot", &slot) ||
		domain > UINT32_MAX || bus > 0xff || slot > 0x1f || function > 7)
		return false;
	*ret_address = (struct vpb_address){
		(uint32_t)domain, (uint8_t)bus, (uint8_t)slot, (uint8_t)function};
	return true;
}

xmlNode *vpb_domain_place(xmlNode *domain, const char *path)
{
	if (strcmp(path, "sysinfo") == 0)
		VPB_XML_EACH(sysinfo, domain, path)
	if (vpb_xml_is(sysinfo, "", "type", "fwcfg"))
		return sysinfo;
	return vpb_xml_find(domain, path);
}

bool vpb_domain_names_file(xmlNode *domain, const char *file)
{
	VPB_XML_EACH(entry, vpb_domain_place(domain, "sysinfo"), "entry")
	if (vpb_xml_is(entry, "", "file", file))
		return true;
	return false;
}

bool vpb_domain_may_name_file(const char *file)
{
	static const char *const allowed[] = {"/usr/share/OVMF/", "/usr/share/qemu/"};
	static const char *const forbidden[] = {"/bin/", "/etc/", "/lib", "/proc/",
		"/sbin/", "/sys/", "/usr/bin/", "/usr/lib", "/usr/sbin/", "/usr/share/",
		"/usr/local/bin/", "/usr/local/etc/", "/usr/local/lib",
		"/usr/local/sbin/"};

	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
		if (vpb_word_has_start(file, allowed[i]))
			return true;
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++)
		if (vpb_word_has_start(file, forbidden[i]))
			return false;
	return true;
}

xmlNode *vpb_domain_user(xmlNode *device, struct vpb_address host)
{
	for (device = vpb_xml_element(device, NULL); device;
		device = vpb_xml_element(device->next, NULL)) {
		struct vpb_address address;

		if (vpb_domain_address(
			    vpb_xml_find(device, "source/address"), &address) &&
			vpb_address_compare(address, host) == 0)
			return device;
	}
	return NULL;
}
