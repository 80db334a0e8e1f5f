/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "domain.h"
#include "judge.h"

static xmlNode *first_device(const struct vpb_domain_judge *judge)
{
	const xmlNode *devices = vpb_xml_find(judge->domain, "devices");

	return devices ? devices->children : NULL;
}

static int missing_find(const struct vpb_domain_judge *judge, const xmlNode *hostdev,
	struct vpb_address host)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(&reason,
		"there is no device %s in this machine, so the VM cannot start",
		vpb_address_format(host, address));
	vpb_text_add(&fix,
		"see vfio-prebind list for where it is now, and vfio-prebind vm add");
	return vpb_judge_find(judge, VPB_VM_KIND_NOT_THERE, hostdev, &reason, &fix);
}

static int driver_judge(const struct vpb_domain_judge *judge, xmlNode *hostdev,
	const struct vpb_device *device)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	bool is_managed = vpb_xml_is(hostdev, "", "managed", "yes");
	char address[VPB_ADDRESS_BYTES];

	vpb_address_format(device->address, address);
	if (vpb_device_system(device)->reason) {
		vpb_text_add(&reason, "%s is the host's own: it %s", address,
			vpb_device_system(device)->reason);
		vpb_text_add(&fix, "take it out of the domain");
		return vpb_judge_find(
			judge, VPB_VM_KIND_HOSTS_OWN, hostdev, &reason, &fix);
	}
	if (vpb_device_is_on_vfio(device))
		return 0;
	if (is_managed)
		vpb_text_add(&reason,
			"%s is not on vfio-pci: libvirt %s%s when the VM starts, and no guard "
			"looks then",
			address,
			*device->driver ? "takes it from " : "gives it to vfio-pci",
			device->driver);
	else
		vpb_text_add(&reason,
			"%s is not on vfio-pci, so the VM cannot start with it: ",
			address);
	if (!is_managed)
		vpb_text_add(&reason, *device->driver ? "%s has it" : "no driver has it",
			device->driver);
	vpb_text_add(&fix,
		"vfio-prebind setup %s, and reboot; or for now: vfio-prebind bind %s",
		address, address);
	return vpb_judge_find(judge,
		is_managed ? VPB_VM_KIND_MANAGED : VPB_VM_KIND_UNBOUND, hostdev, &reason,
		&fix);
}

/* Others of its group that are with the host; what the domain has itself is judged by itself. */
static int group_judge(const struct vpb_domain_judge *judge, const xmlNode *hostdev,
	const struct vpb_device *device)
{
	const struct vpb_snapshot *snapshot = &judge->host->snapshot;
	int r = 0;

	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++) {
		const struct vpb_device *other = &snapshot->devices[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		char address[VPB_ADDRESS_BYTES], others[VPB_ADDRESS_BYTES];

		if (other == device || !vpb_device_shares_group(device, other) ||
			!*other->driver || vpb_judge_has(judge, other->address) ||
			vpb_device_is_for_vms(other) ||
			!vpb_device_blocks_group(snapshot, other))
			continue;
		vpb_address_format(other->address, others);
		vpb_text_add(&reason,
			"%s cannot be used: %s, of its IOMMU group, is on %s",
			vpb_address_format(device->address, address), others,
			other->driver);
		vpb_text_add(&fix,
			"vfio-prebind setup %s, and reboot; or for now: vfio-prebind bind %s",
			others, others);
		r = vpb_judge_find(judge, VPB_VM_KIND_GROUP, hostdev, &reason, &fix);
	}
	return r;
}

/* A function beside it that the domain does not have. */
static int beside_judge(
	const struct vpb_domain_judge *judge, const xmlNode *hostdev, size_t number)
{
	const struct vpb_snapshot *snapshot = &judge->host->snapshot;
	const struct vpb_device *device = &snapshot->devices[number];
	int r = 0;

	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++) {
		const struct vpb_device *other = &snapshot->devices[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		char address[VPB_ADDRESS_BYTES], others[VPB_ADDRESS_BYTES];

		if (!vpb_device_is_display(device) || device->is_vf || i == number ||
			!vpb_address_same_slot(device->address, other->address) ||
			other->vendor != device->vendor ||
			vpb_judge_has(judge, other->address))
			continue;
		vpb_text_add(&reason, "the VM gets %s without %s of the same card: ",
			vpb_address_format(device->address, address),
			vpb_address_format(other->address, others));
		vpb_text_add(&reason,
			*other->driver
				? "its driver may miss it there"
				: "it has no driver here, and keeps the card awake");
		vpb_text_add(&fix, "vfio-prebind vm add, for %s", address);
		r = vpb_judge_find(
			judge, VPB_VM_KIND_PART_OF_CARD, hostdev, &reason, &fix);
	}
	return r;
}

/* Function 0 of the slot, in the VM, that this one is in. */
static xmlNode *function_zero(
	const struct vpb_domain_judge *judge, struct vpb_address place)
{
	VPB_XML_EACH(device, vpb_xml_find(judge->domain, "devices"), NULL)
	{
		struct vpb_address other;

		if (vpb_xml_is(device, "address", "type", "pci") &&
			vpb_domain_address(vpb_xml_find(device, "address"), &other) &&
			other.function == 0 && vpb_address_same_slot(place, other))
			return device;
	}
	return NULL;
}

static int place_judge(
	const struct vpb_domain_judge *judge, xmlNode *hostdev, struct vpb_address host)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	struct vpb_address place, first_place, first_host = host;
	xmlNode *zero, *first;
	char address[VPB_ADDRESS_BYTES];

	if (!vpb_domain_address(vpb_xml_find(hostdev, "address"), &place))
		return 0;
	vpb_address_format(host, address);
	zero = place.function ? function_zero(judge, place) : NULL;
	if (place.function &&
		(!zero || !vpb_xml_is(zero, "address", "multifunction", "on"))) {
		vpb_text_add(&reason,
			"%s is function %u of a slot of the VM whose function 0 %s",
			address, place.function,
			zero ? "has no multifunction='on'"
			     : "is empty: the guest sees neither");
		vpb_text_add(&fix, "vfio-prebind vm add puts a card into one slot");
		return vpb_judge_find(
			judge, VPB_VM_KIND_MULTIFUNCTION, hostdev, &reason, &fix);
	}
	first_host.function = 0;
	first = host.function ? vpb_domain_user(first_device(judge), first_host) : NULL;
	if (!first || !vpb_domain_address(vpb_xml_find(first, "address"), &first_place) ||
		vpb_address_same_slot(place, first_place))
		return 0;
	vpb_text_add(&reason,
		"%s is in another slot of the VM than function 0 of its card: drivers look for it "
		"beside that",
		address);
	vpb_text_add(&fix, "vfio-prebind vm add puts both into one slot");
	return vpb_judge_find(judge, VPB_VM_KIND_SLOTS, hostdev, &reason, &fix);
}

/* libvirt refuses one that is there twice. */
static int twice_find(const struct vpb_domain_judge *judge, const xmlNode *hostdev,
	const xmlNode *first, struct vpb_address host)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(&reason, "%s is given to this domain as <%s> already",
		vpb_address_format(host, address), (const char *)first->name);
	vpb_text_add(&fix, "remove one of them");
	return vpb_judge_find(judge, VPB_VM_KIND_USED_OTHERWISE, hostdev, &reason, &fix);
}

int vpb_judge_devices(const struct vpb_domain_judge *judge)
{
	struct vpb_address host;
	xmlNode *hostdev = vpb_judge_first_hostdev(judge->domain, &host);
	int r = 0;

	for (; r == 0 && hostdev; hostdev = vpb_judge_hostdev(hostdev->next, &host)) {
		long number = vpb_snapshot_find(&judge->host->snapshot, host);
		const struct vpb_device *device;
		const xmlNode *first =
			number < 0 ? hostdev : vpb_domain_user(first_device(judge), host);

		if (first != hostdev) {
			r = twice_find(judge, hostdev, first, host);
			continue;
		}
		if (number < 0) {
			r = missing_find(judge, hostdev, host);
			continue;
		}
		device = &judge->host->snapshot.devices[number];
		r = driver_judge(judge, hostdev, device);
		if (r == 0)
			r = group_judge(judge, hostdev, device);
		if (r == 0)
			r = beside_judge(judge, hostdev, (size_t)number);
		if (r == 0)
			r = place_judge(judge, hostdev, host);
		if (r == 0)
			r = vpb_judge_sleep(judge, hostdev, (size_t)number);
	}
	return r;
}
