/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge.h"

#include <errno.h>

#include "domain.h"

xmlNode *vpb_judge_hostdev(xmlNode *device, struct vpb_address *ret_host)
{
	for (device = vpb_xml_element(device, "hostdev"); device;
		device = vpb_xml_element(device->next, "hostdev"))
		if (vpb_xml_is(device, "", "type", "pci") &&
			vpb_domain_address(
				vpb_xml_find(device, "source/address"), ret_host))
			return device;
	return NULL;
}

xmlNode *vpb_judge_first_hostdev(xmlNode *domain, struct vpb_address *ret_host)
{
	const xmlNode *devices = vpb_xml_find(domain, "devices");

	return devices ? vpb_judge_hostdev(devices->children, ret_host) : NULL;
}

bool vpb_judge_has(const struct vpb_domain_judge *judge, struct vpb_address host)
{
	const xmlNode *devices = vpb_xml_find(judge->domain, "devices");

	return devices && vpb_domain_user(devices->children, host);
}

int vpb_judge_find(const struct vpb_domain_judge *judge, enum vpb_vm_kind kind,
	const xmlNode *element, const struct vpb_text *reason, const struct vpb_text *fix)
{
	if (vpb_text_error(reason) < 0 || vpb_text_error(fix) < 0)
		return -ENOMEM;
	return vpb_vm_find(
		judge->findings, kind, element, reason->data, fix->data ? fix->data : "");
}
