/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../vm/domain/cpus.h"
#include "../../vm/domain/domain.h"
#include "../../vm/domain/edit.h"
#include "../../vm/domain/record.h"
#include "../../vm/domain/window.h"
#include "unit.h"

static void assert_parsed(const char *text, struct vpb_xml *ret_xml)
{
	char *problem = NULL;

	assert_int_equal(vpb_xml_parse(text, strlen(text), ret_xml, &problem), 0);
	assert_null(problem);
}

static void assert_printed(const struct vpb_xml *xml, const char *wanted)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	assert_int_equal(vpb_xml_print(xml, &text), 0);
	assert_string_equal(text.data, wanted);
}

/* However it is written, what nobody changes is the same to the byte. */
static void a_document_stays_as_it_is(void **state)
{
	static const char *const documents[] = {
		"<domain type='kvm'/>",
		"<domain type=\"kvm\">\n  <a b='\"' c=\"'\"/>\n</domain>\n",
		"\n\n<domain  type='kvm' >\n\t<a></a><b />\n</domain>\n\n\n",
		"<?xml version='1.0' encoding='UTF-8'?>\n<domain>\n  <!-- <a b=\"c\"> -->\n</domain>\n",
		"<domain>\r\n  <a\r\n     b='c'/>\r\n</domain>\r\n",
		"<domain xmlns:q='urn:x'>\n  <q:a q:b='&amp;&lt;&quot;&apos;'/>&amp; <![CDATA[<x y=\"z\">]]>\n</domain>",
		"<domain>\n  <?word <a b=\"c\"?>\n  <title>\xe7\xbb\x91 a=\"b\"</title>\n</domain>\n",
	};

	(void)state;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(documents); i++) {
		VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};

		assert_parsed(documents[i], &xml);
		assert_printed(&xml, documents[i]);
	}
}

static void what_is_no_document_is_told(void **state)
{
	static const char *const texts[] = {"", " ", "a", "<a>", "<a b='1' b='2'/>",
		"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a>&b;</a>", "<a/><a/>",
		"<a:b/"};

	(void)state;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(texts); i++) {
		VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
		VPB_CLEANUP(vpb_freep) char *problem = NULL;

		assert_int_equal(
			vpb_xml_parse(texts[i], strlen(texts[i]), &xml, &problem),
			-EBADMSG);
		assert_non_null(problem);
	}
}

#define DOMAIN \
	"<domain>\n  <name>a</name>\n  <features>\n    <acpi/>\n  </features>\n  <devices>\n    " \
	"<memballoon model='virtio'/>\n  </devices>\n</domain>\n"

static void change(xmlNode *domain)
{
	assert_int_equal(
		vpb_record_add(domain, "features/kvm", "<hidden state='on'/>"), 0);
	assert_int_equal(
		vpb_record_remove(domain, vpb_xml_find(domain, "devices/memballoon")), 0);
	assert_int_equal(
		vpb_record_add(domain, "devices", "<memballoon model='none'/>"), 0);
}

static void assert_undone(const struct vpb_xml *xml, const char *left)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_text_add(&text, "%s", "");
	assert_int_equal(vpb_record_undo(vpb_xml_root(xml), &text), 0);
	assert_string_equal(text.data, left);
	assert_false(vpb_record_is_any(vpb_xml_root(xml)));
}

static void a_change_is_undone_to_the_byte(void **state)
{
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};

	(void)state;
	assert_parsed(DOMAIN, &xml);
	assert_false(vpb_record_is_any(vpb_xml_root(&xml)));
	change(vpb_xml_root(&xml));
	assert_true(vpb_record_is_any(vpb_xml_root(&xml)));
	assert_true(vpb_xml_is(vpb_xml_root(&xml), "features/kvm/hidden", "state", "on"));
	assert_undone(&xml, "");
	assert_printed(&xml, DOMAIN);
}

/* Whatever the record's prefix is, what is added to it can be read again. */
static void a_record_may_have_another_prefix(void **state)
{
	static const char *const texts[] = {
		"<domain><metadata><v:domain xmlns:v='urn:vfio-prebind:domain'/></metadata></domain>",
		"<domain><metadata><domain xmlns='urn:vfio-prebind:domain'/></metadata></domain>",
	};

	(void)state;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(texts); i++) {
		VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
		VPB_CLEANUP(vpb_xml_done) struct vpb_xml again = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		assert_parsed(texts[i], &xml);
		assert_int_equal(vpb_record_add(vpb_xml_root(&xml), "features/kvm",
					 "<hidden state='on'/>"),
			0);
		assert_int_equal(vpb_xml_print(&xml, &text), 0);
		assert_parsed(text.data, &again);
		assert_undone(&again, "");
		assert_printed(&again, "<domain/>");
	}
}

/* Somebody adds to what is ours, and changes another part of it. */
static void what_others_wrote_stays(void **state)
{
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
	xmlNode *domain;

	(void)state;
	assert_parsed(DOMAIN, &xml);
	domain = vpb_xml_root(&xml);
	change(domain);
	assert_non_null(vpb_xml_insert(vpb_xml_find(domain, "features/kvm"), NULL,
		"<hint-dedicated state='on'/>"));
	xmlSetProp(vpb_xml_find(domain, "devices/memballoon"), (const xmlChar *)"model",
		(const xmlChar *)"virtio-transitional");
	assert_undone(&xml, "<memballoon> in <devices>\n");
	assert_null(vpb_xml_find(domain, "features/kvm/hidden"));
	assert_non_null(vpb_xml_find(domain, "features/kvm/hint-dedicated"));
	assert_null(vpb_xml_find(domain, "metadata"));
}

static void a_window_is_as_ovmf_makes_it(void **state)
{
	static const struct {
		const char *cpu, *machine;
		enum vpb_maker maker;
		unsigned int bits;
		uint64_t gib; /* that OVMF makes */
	} rows[] = {
		{"mode='host-passthrough'", "pc-q35-7.2", VPB_MAKER_INTEL, 39, 64},
		{"mode='host-passthrough'", "pc-q35-10.0", VPB_MAKER_INTEL, 39, 64},
		{"mode='host-passthrough'", "pc-q35-10.1", VPB_MAKER_INTEL, 39, 32},
		{"mode='host-passthrough'", "q35", VPB_MAKER_INTEL, 39, 32},
		{"mode='host-passthrough'", "pc-q35-11.0", VPB_MAKER_INTEL, 46, 8192},
		{"mode='host-passthrough'", "q35", VPB_MAKER_INTEL, 52, 8192},
		{"mode='host-passthrough'", "q35", VPB_MAKER_AMD, 48, 8192},
		{"mode='host-passthrough'", "q35", VPB_MAKER_AMD, 0, 32},
		{"mode='host-model'", "pc-q35-7.2", VPB_MAKER_INTEL, 39, 32},
		{"mode='host-model'", "pc-q35-7.2", VPB_MAKER_AMD, 48, 128},
	};

	(void)state;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(rows); i++) {
		VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		const struct vpb_vm_facts facts = {
			.maker = rows[i].maker, .cpu_bits = rows[i].bits};

		vpb_text_add(&text,
			"<domain><os firmware='efi'><type machine='%s'/></os><cpu %s/></domain>",
			rows[i].machine, rows[i].cpu);
		assert_parsed(text.data, &xml);
		assert_int_equal(
			vpb_window_made(vpb_xml_root(&xml), &facts) >> 30, rows[i].gib);
	}
}

static void bars_need_their_sum(void **state)
{
	uint64_t sizes[] = {1 << 20, UINT64_C(1) << 34, 1 << 25};
	uint64_t much[] = {UINT64_MAX, 2};

	(void)state;
	assert_int_equal(vpb_window_needed(NULL, 0), 0);
	assert_int_equal(
		vpb_window_needed(sizes, 3), (UINT64_C(1) << 34) + (1 << 25) + (1 << 20));
	assert_int_equal(vpb_window_needed(much, 2), UINT64_MAX);
}

static void free_places_are_found(void **state)
{
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};

	(void)state;
	assert_parsed(
		"<domain><devices>"
		"<controller type='pci' index='4'/><controller type='usb' index='9'/>"
		"<a><address type='pci' bus='0x00' slot='0x1e'/></a>"
		"<a><address type='pci' bus='0' slot='29'/></a>"
		"<a><address type='pci' bus='0x01' slot='0x1c'/></a>"
		"</devices></domain>",
		&xml);
	assert_int_equal(vpb_domain_free_index(vpb_xml_root(&xml)), 5);
	assert_int_equal(vpb_domain_free_slot(vpb_xml_root(&xml)), 0x1c);
}

#define RECORD(path) \
	"<domain><metadata><v:domain xmlns:v='urn:vfio-prebind:domain'><v:removed in='" path \
	"'>" \
	"<arg/></v:removed></v:domain></metadata></domain>"

/* What somebody wrote into our record is no reason to stop, or to write what is no element of libvirt's. */
static void a_place_that_cannot_be_is_told(void **state)
{
	static const struct {
		const char *text, *left, *after;
	} rows[] = {
		{RECORD("a/b"), "", "<domain><a><b><arg/></b></a></domain>"},
		{RECORD("sysinfo"), "",
			"<domain><sysinfo type='fwcfg'><arg/></sysinfo></domain>"},
		{RECORD("a=/"), "<arg>, removed from <a=/>\n", "<domain/>"},
		{RECORD("/"), "<arg>, removed from </>\n", "<domain/>"},
		{RECORD("a&gt;&lt;b"), "<arg>, removed from <a><b>\n", "<domain/>"},
	};

	(void)state;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(rows); i++) {
		VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		assert_parsed(rows[i].text, &xml);
		assert_undone(&xml, rows[i].left);
		assert_int_equal(vpb_xml_print(&xml, &text), 0);
		for (char *at = text.data; *at;)
			if (*at == '\n' || (*at == ' ' && at[1] == ' ') ||
				(*at == ' ' && at[1] == '<'))
				memmove(at, at + 1, strlen(at));
			else
				at++;
		assert_string_equal(text.data, rows[i].after);
	}
}

static void lists_of_processors_are_read(void **state)
{
	static const struct {
		const char *list;
		uint64_t low, top; /* the first 64, and the last */
	} rows[] = {
		{"", 0, 0},
		{"0", 1, 0},
		{"0-3,8", 0x10f, 0},
		{"0-7,^2", 0xfb, 0},
		{"0-3, 5", 0x2f, 0},
		{"63,1023", UINT64_C(1) << 63, UINT64_C(1) << 63},
		{"3-1", 0, 0},
		{"1024,99999999999999999999,2", 4, 0},
		{"1000-18446744073709551615", 0, UINT64_MAX << 40},
		{"1-", 2, 0},
		{"1,a,2", 2, 0},
		{"-1", 0, 0},
		{"^", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(rows); i++) {
		struct vpb_cpus cpus = {};

		vpb_cpus_add(&cpus, rows[i].list);
		assert_int_equal(cpus.bits[0], rows[i].low);
		assert_int_equal(cpus.bits[VPB_CPUS_MAX / 64 - 1], rows[i].top);
	}
}

/* Where libvirt knows such a table, and where it does not; somebody's own one stays, and comes first. */
static void a_battery_is_given_and_taken(void **state)
{
	static const char *const documents[] = {
		"<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <os>\n    <acpi>\n      <table type='raw'>/own.aml</table>\n    "
		"</acpi>\n  </os>\n  <features>\n    <acpi/>\n  </features>\n  <devices/>\n</domain>\n",
		"<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <features>\n    "
		"<acpi/>\n  </features>\n  <devices/>\n  <qemu:commandline>\n    "
		"<qemu:arg value='-acpitable'/>\n    <qemu:arg value='file=/own.aml'/>\n  "
		"</qemu:commandline>\n</domain>\n",
	};

	(void)state;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(documents) * 2; i++) {
		VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
		struct vpb_vm_facts facts = {};
		struct vpb_domain_edit edit = {
			.facts = &facts, .libvirt_version = i < 2 ? 11002000 : 11001000};
		xmlNode *domain;

		assert_parsed(documents[i % 2], &xml);
		domain = edit.domain = vpb_xml_root(&xml);
		assert_int_equal(vpb_battery_of(domain), VPB_BATTERY_NONE);
		for (enum vpb_battery j = VPB_BATTERY_MAINS; j <= VPB_BATTERY_BATTERY;
			j++) {
			edit.battery = j;
			assert_int_equal(vpb_edit_battery(&edit), 0);
			assert_int_equal(vpb_battery_of(domain), j);
			assert_int_equal(
				vpb_domain_names_file(domain, vpb_battery_file(j)),
				edit.libvirt_version < 11002000);
		}
		assert_undone(&xml, "");
		assert_printed(&xml, documents[i % 2]);
		vpb_domain_edit_done(&edit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_stays_as_it_is),
		cmocka_unit_test(what_is_no_document_is_told),
		cmocka_unit_test(a_change_is_undone_to_the_byte),
		cmocka_unit_test(a_record_may_have_another_prefix),
		cmocka_unit_test(what_others_wrote_stays),
		cmocka_unit_test(a_window_is_as_ovmf_makes_it),
		cmocka_unit_test(bars_need_their_sum),
		cmocka_unit_test(a_place_that_cannot_be_is_told),
		cmocka_unit_test(lists_of_processors_are_read),
		cmocka_unit_test(free_places_are_found),
		cmocka_unit_test(a_battery_is_given_and_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
