/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * A definition of a domain: it is checked, a card is added, twice, and taken out again. What is written can be
 * read, and written again it is the same; the second time changes nothing; and nothing of ours is left.
 */

#include "fuzz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../vm/domain/edit.h"
#include "../../vm/domain/hostdev.h"
#include "../../vm/domain/judge.h"
#include "../../vm/domain/record.h"

static void assert_reads(const struct vpb_xml *xml)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {}, second = {};
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml again = {};
	VPB_CLEANUP(vpb_freep) char *problem = NULL;

	FUZZ_HOLD(vpb_xml_print(xml, &text) == 0);
	FUZZ_HOLD(vpb_xml_parse(text.data, text.length, &again, &problem) == 0);
	FUZZ_HOLD(vpb_xml_print(&again, &second) == 0);
	FUZZ_HOLD(strcmp(text.data, second.data) == 0);
}

/* The card that is added, its port, and what the host has beside it. */
static struct vpb_device machine[] = {
	{.address = {.device = 1}, .class_code = 0x0604, .driver = "pcieport"},
	{.address = {.bus = 1},
		.vendor = VPB_VENDOR_NVIDIA,
		.class_code = 0x0300,
		.has_parent = true,
		.parent = {.device = 1},
		.has_group = true,
		.driver = "vfio-pci"},
	{.address = {.bus = 1, .function = 1},
		.vendor = VPB_VENDOR_NVIDIA,
		.class_code = 0x0403,
		.has_group = true,
		.has_parent = true,
		.parent = {.device = 1},
		.driver = "snd_hda_intel"},
	{.address = {.bus = 2},
		.vendor = 0x144d,
		.class_code = 0x0108,
		.driver = "nvme",
		.system = {.reason = (char *)"carries all"}},
};

static struct vpb_item items[VPB_ARRAY_SIZE(machine)] = {
	{.power_control = "on"},
	{.power_control = "auto", .d3cold_allowed = "0"},
	{.power_control = "on"},
};

/* Each says something. */
static void findings_hold(const struct vpb_vm_findings *findings)
{
	for (size_t i = 0; i < findings->list.count; i++)
		FUZZ_HOLD(findings->list.items[i].reason[0]);
}

static void check(xmlNode *domain, struct vpb_vm_facts *facts)
{
	const struct vpb_inventory host = {
		.snapshot = {.devices = machine, .device_count = VPB_ARRAY_SIZE(machine)},
		.items = items};
	struct vpb_vm_findings findings = {.name = "a", .has_lines = true};
	const struct vpb_domain_judge judge = {.domain = domain,
		.host = &host,
		.facts = facts,
		.has_guarded_files = true,
		.libvirt_version = 9000000,
		.findings = &findings};

	FUZZ_HOLD(vpb_judge_devices(&judge) == 0);
	FUZZ_HOLD(vpb_judge_rest(&judge) == 0);
	FUZZ_HOLD(vpb_judge_host(&judge) == 0);
	FUZZ_HOLD(vpb_judge_other(&judge, "b", domain) == 0);
	findings_hold(&findings);
	vpb_findings_done(&findings.list);
}

/* Returns whether it could be added. */
static bool card_add(xmlNode *domain, struct vpb_vm_facts *facts, bool is_again)
{
	struct vpb_domain_edit edit = {.domain = domain, .facts = facts};
	struct vpb_vm_findings findings = {.name = "a", .has_lines = true};
	int r = vpb_domain_edit_judge(&edit, &findings);

	FUZZ_HOLD(r == 0);
	findings_hold(&findings);
	r = vpb_domain_edit_make(&edit);
	FUZZ_HOLD(r == 0 || r == -ENOSPC);
	FUZZ_HOLD(!is_again || !edit.reasons.length);
	vpb_domain_edit_done(&edit);
	vpb_findings_done(&findings.list);
	return r == 0;
}

static void domain_change(xmlNode *domain)
{
	struct vpb_card cards[1] = {{.functions = {{.host = {.bus = 1},
							   .vendor = VPB_VENDOR_NVIDIA,
							   .class_code = 0x0300,
							   .name = (char *)"card"},
					     {.host = {.bus = 1, .function = 1},
						     .guest_function = 1,
						     .name = (char *)"card"}},
		.count = 2}};
	struct vpb_vm_facts facts = {.cards = cards,
		.card_count = 1,
		.bar_bytes = UINT64_C(1) << 36,
		.is_laptop = true,
		.cpu_bits = 39,
		.core_cpus = "0-7",
		.atom_cpus = "8-11"};

	check(domain, &facts);
	if (card_add(domain, &facts, false)) {
		FUZZ_HOLD(vpb_card_is_there(&cards[0], domain));
		card_add(domain, &facts, true);
	}
	check(domain, &facts);
	free(cards[0].rom);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);
	VPB_CLEANUP(vpb_freep) char *problem = NULL;
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text left = {};
	int r = vpb_xml_parse(text, strlen(text), &xml, &problem);

	FUZZ_HOLD(r == 0 || (r == -EBADMSG && problem));
	if (r < 0)
		return 0;
	assert_reads(&xml);
	domain_change(vpb_xml_root(&xml));
	assert_reads(&xml);
	FUZZ_HOLD(vpb_record_undo(vpb_xml_root(&xml), &left) == 0);
	FUZZ_HOLD(!vpb_record_is_any(vpb_xml_root(&xml)));
	assert_reads(&xml);
	return 0;
}
