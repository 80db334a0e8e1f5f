/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * A definition of a domain: a card is added and taken out again. What is written can be read, and written
 * again it is the same; and nothing of ours is left.
 */

#include "fuzz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../vm/domain/edit.h"
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

static void card_add(xmlNode *domain)
{
	struct vpb_card cards[1] = {
		{.functions = {{.host = {.bus = 1},
				       .vendor = 0x10de,
				       .class_code = 0x0300},
			 {.host = {.bus = 1, .function = 1}, .guest_function = 1}},
			.count = 2}};
	struct vpb_vm_facts facts = {.cards = cards,
		.card_count = 1,
		.bar_bytes = UINT64_C(1) << 36,
		.is_laptop = true,
		.cpu_bits = 39};
	struct vpb_domain_edit edit = {.domain = domain, .facts = &facts};
	struct vpb_vm_findings findings = {.name = "a", .has_lines = true};
	int r = vpb_domain_edit_judge(&edit, &findings);

	FUZZ_HOLD(r == 0);
	cards[0].functions[0].name = cards[0].functions[1].name = (char *)"card";
	r = vpb_domain_edit_make(&edit);
	FUZZ_HOLD(r == 0 || r == -ENOSPC);
	free(cards[0].rom);
	vpb_domain_edit_done(&edit);
	vpb_findings_done(&findings.list);
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
	card_add(vpb_xml_root(&xml));
	assert_reads(&xml);
	FUZZ_HOLD(vpb_record_undo(vpb_xml_root(&xml), &left) == 0);
	FUZZ_HOLD(!vpb_record_is_any(vpb_xml_root(&xml)));
	assert_reads(&xml);
	return 0;
}
