/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What does not go together with the cards, the processor or the other domains of this host. */

#include <errno.h>
#include <string.h>

#include "cpus.h"
#include "domain.h"
#include "judge.h"

/* With keys that are enrolled, a system starts only what is signed by them. */
static bool has_secure_boot(xmlNode *domain, const xmlNode **ret_element)
{
	bool is = vpb_xml_is(domain, "os/loader", "secure", "yes");

	*ret_element = vpb_xml_find(domain, "os/loader");
	VPB_XML_EACH(feature, vpb_xml_find(domain, "os/firmware"), "feature")
	{
		bool is_on = vpb_xml_is(feature, "", "enabled", "yes");

		if (vpb_xml_is(feature, "", "name", "enrolled-keys")) {
			*ret_element = feature;
			return is_on;
		}
		if (vpb_xml_is(feature, "", "name", "secure-boot")) {
			*ret_element = feature;
			is = is_on;
		}
	}
	return is;
}

static int secure_boot_judge(const struct vpb_domain_judge *judge)
{
	const struct vpb_card_function *display =
		vpb_vm_facts_display(judge->facts, VPB_VENDOR_NVIDIA);
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	char address[VPB_ADDRESS_BYTES];
	const xmlNode *element;

	if (!display || !has_secure_boot(judge->domain, &element))
		return 0;
	vpb_text_add(&reason,
		"the VM's firmware has Secure Boot on, so the driver of %s must be signed there: a "
		"module that a Linux guest builds itself is not",
		vpb_address_format(display->host, address));
	vpb_text_add(&fix,
		"in the guest, sign it with a key of its own and enroll that (mokutil), or use a "
		"firmware without enrolled keys");
	return vpb_judge_find(judge, VPB_VM_KIND_SECURE_BOOT, element, &reason, &fix);
}

/* Where its vCPUs may run, by the pins, else by what all of them have. */
static const xmlNode *pins_read(xmlNode *domain, struct vpb_cpus *cpus)
{
	const xmlNode *tune = vpb_xml_find(domain, "cputune"), *first = NULL;
	const char *all = vpb_xml_get(domain, "vcpu", "cpuset");

	VPB_XML_EACH(pin, tune, "vcpupin")
	{
		const char *list = vpb_xml_get(pin, "", "cpuset");
		struct vpb_cpus one = {};

		/* A number that is taken out is so of this list alone. */
		vpb_cpus_add(&one, list ? list : "");
		for (size_t i = 0; i < VPB_CPUS_MAX / 64; i++)
			cpus->bits[i] |= one.bits[i];
		first = first ? first : pin;
	}
	if (!first && all) {
		vpb_cpus_add(cpus, all);
		first = vpb_xml_find(domain, "vcpu");
	}
	return first;
}

static int cpus_judge(const struct vpb_domain_judge *judge)
{
	const struct vpb_vm_facts *facts = judge->facts;
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	struct vpb_cpus pinned = {}, core = {}, atom = {};
	const xmlNode *element = pins_read(judge->domain, &pinned);

	vpb_cpus_add(&core, facts->core_cpus);
	vpb_cpus_add(&atom, facts->atom_cpus);
	if (!vpb_cpus_overlap(&pinned, &core) || !vpb_cpus_overlap(&pinned, &atom))
		return 0;
	vpb_text_add(&reason,
		"its vCPUs are pinned to cores of both kinds, the fast ones (%s) and the slow ones "
		"(%s): the guest takes them for equal",
		facts->core_cpus, facts->atom_cpus);
	vpb_text_add(&fix, "pin them to %s alone, and the emulator to the others",
		facts->core_cpus);
	return vpb_judge_find(judge, VPB_VM_KIND_CPUS, element, &reason, &fix);
}

int vpb_judge_host(const struct vpb_domain_judge *judge)
{
	int r = secure_boot_judge(judge);

	return r < 0 ? r : cpus_judge(judge);
}

int vpb_judge_other(
	const struct vpb_domain_judge *judge, const char *name, xmlNode *other)
{
	struct vpb_address host;

	for (xmlNode *hostdev = vpb_judge_first_hostdev(other, &host); hostdev;
		hostdev = vpb_judge_hostdev(hostdev->next, &host)) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		char address[VPB_ADDRESS_BYTES];

		if (!vpb_judge_has(judge, host))
			continue;
		vpb_text_add(&reason,
			"libvirt starts this domain and %s by itself, and both have %s: only one of "
			"them can start",
			name, vpb_address_format(host, address));
		vpb_text_add(&fix, "virsh autostart --disable, for one of them");
		return vpb_judge_find(judge, VPB_VM_KIND_AUTOSTART, NULL, &reason, &fix);
	}
	return 0;
}
