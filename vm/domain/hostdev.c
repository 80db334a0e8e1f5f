/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hostdev.h"

#include "domain.h"

/* libvirt takes no '.' and no ':' in an alias. */
static void alias_add(struct vpb_address host, const char *what, struct vpb_text *text)
{
	vpb_text_add(text, "<alias name='" VPB_ALIAS_START "%s%04x-%02x-%02x-%x'/>", what,
		(unsigned int)host.domain, host.bus, host.device, host.function);
}

void vpb_card_add_port(const struct vpb_card *card, const struct vpb_card_place *place,
	struct vpb_text *text)
{
	if (!place->has_port)
		return;
	vpb_text_add(text,
		"<controller type='pci' index='%lu' model='pcie-root-port'>\n  ",
		place->index);
	alias_add(card->functions[0].host, "port-", text);
	vpb_text_add(text, "\n</controller>\n");
}

static void rom_add(bool is_hidden, const char *file, struct vpb_text *text)
{
	if (!is_hidden && !file)
		return;
	vpb_text_add(text, "  <rom%s", is_hidden ? " bar='off'" : "");
	if (file) {
		vpb_text_add(text, " file='");
		vpb_xml_escape(file, text);
		vpb_text_add(text, "'");
	}
	vpb_text_add(text, "/>\n");
}

static void hostdev_add(const struct vpb_card *card, size_t number,
	const struct vpb_card_place *place, struct vpb_text *text)
{
	const struct vpb_card_function *function = &card->functions[number];

	vpb_text_add(text,
		"<hostdev mode='subsystem' type='pci' managed='no'>\n"
		"  <driver name='vfio'/>\n"
		"  <source>\n"
		"    <address domain='0x%04x' bus='0x%02x' slot='0x%02x' function='0x%x'/>\n"
		"  </source>\n",
		(unsigned int)function->host.domain, function->host.bus,
		function->host.device, function->host.function);
	if (function->boot_order)
		vpb_text_add(text, "  <boot order='%lu'/>\n", function->boot_order);
	rom_add(function->hides_rom, number == 0 ? card->rom : NULL, text);
	vpb_text_add(text, "  ");
	alias_add(function->host, "", text);
	vpb_text_add(text,
		"\n"
		"  <address type='pci' domain='0x0000' bus='0x%02lx' slot='0x%02lx' "
		"function='0x%x'%s/>\n"
		"</hostdev>\n",
		place->index, place->slot, function->guest_function,
		number == 0 && card->count > 1 ? " multifunction='on'" : "");
}

void vpb_card_add_hostdevs(const struct vpb_card *card,
	const struct vpb_card_place *place, struct vpb_text *text)
{
	for (size_t i = 0; i < card->count; i++)
		hostdev_add(card, i, place, text);
}

/* QEMU ends a value at a comma, but not at two. */
static void rom_word_add(const char *rom, struct vpb_text *text)
{
	vpb_text_add(text, ",romfile=");
	for (; *rom; rom++)
		vpb_text_add(text, *rom == ',' ? ",," : "%c", *rom);
}

void vpb_card_add_words(const struct vpb_card *card, const struct vpb_card_place *place,
	struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	if (place->has_port)
		vpb_text_add(text,
			"-device pcie-root-port,id=vfio-prebind-%lu,bus=pcie.0,chassis=%lu\n",
			place->index, place->index);
	for (size_t i = 0; i < card->count; i++) {
		const struct vpb_card_function *function = &card->functions[i];

		vpb_text_add(text, "-device vfio-pci,host=%s,",
			vpb_address_format(function->host, address));
		if (place->has_port)
			vpb_text_add(text, "bus=vfio-prebind-%lu,", place->index);
		vpb_text_add(text, "addr=0x%lx.%x%s", place->slot,
			function->guest_function,
			i == 0 && card->count > 1 ? ",multifunction=on" : "");
		if (card->rom && i == 0)
			rom_word_add(card->rom, text);
		vpb_text_add(text, "\n");
	}
}

void vpb_card_describe(const struct vpb_card *card, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	for (size_t i = 0; i < card->count; i++)
		vpb_text_add(text, "%s%s %s",
			i == 0		       ? ""
			: i + 1 == card->count ? " and "
					       : ", ",
			vpb_address_format(card->functions[i].host, address),
			card->functions[i].name);
}

bool vpb_card_is_there(const struct vpb_card *card, xmlNode *domain)
{
	xmlNode *devices = vpb_xml_find(domain, "devices");
	struct vpb_address first = {}, place;

	for (size_t i = 0; devices && i < card->count; i++) {
		xmlNode *device =
			vpb_domain_user(devices->children, card->functions[i].host);

		if (!device || !vpb_domain_is_ours(device) ||
			(i == 0 && card->rom &&
				!vpb_xml_is(device, "rom", "file", card->rom)) ||
			!vpb_domain_address(vpb_xml_find(device, "address"), &place) ||
			place.function != card->functions[i].guest_function ||
			vpb_domain_user(device->next, card->functions[i].host))
			return false;
		if (i == 0)
			first = place;
		if (!vpb_address_same_slot(first, place))
			return false;
	}
	return devices;
}
