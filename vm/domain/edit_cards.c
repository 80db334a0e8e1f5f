/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The cards themselves, and what gave them to the domain before. */

#include <errno.h>
#include <string.h>

#include "domain.h"
#include "edit.h"
#include "hostdev.h"
#include "record.h"

/* Its place in the order of starts stays, and its ROM, unless another one is wanted. */
static int words_keep(
	xmlNode *hostdev, struct vpb_card *card, struct vpb_card_function *function)
{
	const char *file = vpb_xml_get(hostdev, "rom", "file");

	vpb_xml_number(hostdev, "boot", "order", &function->boot_order);
	function->hides_rom |= vpb_xml_is(hostdev, "rom", "bar", "off");
	if (!file || card->rom)
		return 0;
	card->rom = strdup(file);
	return card->rom ? 0 : -ENOMEM;
}

/* What is of others, or of ours and not whole. */
static int hostdevs_remove(struct vpb_domain_edit *edit, struct vpb_card *card,
	struct vpb_card_function *function)
{
	const struct vpb_address host = function->host;
	xmlNode *devices = vpb_xml_find(edit->domain, "devices"), *user;
	char address[VPB_ADDRESS_BYTES];
	int r = 0;

	while (r == 0 && (user = vpb_domain_user(devices->children, host))) {
		if (!vpb_domain_is_ours(user))
			vpb_text_add(&edit->reasons,
				"taken over: the <hostdev> of %s that was there\n",
				vpb_address_format(host, address));
		r = words_keep(user, card, function);
		if (r == 0)
			r = vpb_record_remove(edit->domain, user);
	}
	return r;
}

/* Our root port of a card that is not whole any more. */
static int port_remove(xmlNode *domain, const struct vpb_card *card)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text port = {};
	const struct vpb_address host = card->functions[0].host;
	xmlNode *devices = vpb_xml_find(domain, "devices"), *next;

	vpb_text_add(&port, VPB_ALIAS_START "port-%04x-%02x-%02x-%x",
		(unsigned int)host.domain, host.bus, host.device, host.function);
	if (vpb_text_error(&port) < 0)
		return -ENOMEM;
	for (xmlNode *device = vpb_xml_element(devices->children, "controller"); device;
		device = next) {
		next = vpb_xml_element(device->next, "controller");
		if (vpb_xml_is(device, "alias", "name", port.data))
			vpb_xml_remove(device);
	}
	return 0;
}

/* "-device" and "vfio-pci,host=01:00.0,...": whether this argument is that of the function. */
static bool is_argument_of(xmlNode *argument, struct vpb_address host)
{
	const char *value = vpb_xml_get(argument, "", "value");
	const char *word =
		value && strstr(value, "vfio-pci") ? strstr(value, "host=") : NULL;
	struct vpb_address address;
	char text[VPB_ADDRESS_BYTES];
	size_t length;

	if (!word)
		return false;
	word += strlen("host=");
	length = strcspn(word, ",");
	if (length >= sizeof(text))
		return false;
	memcpy(text, word, length);
	text[length] = '\0';
	return vpb_address_parse(text, &address) == 0 &&
	       vpb_address_compare(address, host) == 0;
}

static int arguments_remove(struct vpb_domain_edit *edit, struct vpb_address host)
{
	xmlNode *list = vpb_xml_find(edit->domain, "commandline"), *next;
	int r = 0;

	for (xmlNode *argument = vpb_xml_element(list ? list->children : NULL, "arg");
		r == 0 && argument; argument = next) {
		xmlNode *value = vpb_xml_element(argument->next, "arg");

		next = value;
		if (!value || !vpb_xml_is(argument, "", "value", "-device") ||
			!is_argument_of(value, host))
			continue;
		next = vpb_xml_element(value->next, "arg");
		vpb_text_add(&edit->reasons, "taken over: the QEMU argument %s\n",
			vpb_xml_get(value, "", "value"));
		/* Undone in the other order. */
		r = vpb_record_remove(edit->domain, value);
		if (r == 0)
			r = vpb_record_remove(edit->domain, argument);
	}
	return r;
}

int vpb_edit_take_over(struct vpb_domain_edit *edit)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < edit->facts->card_count; i++) {
		struct vpb_card *card = &edit->facts->cards[i];

		if (vpb_card_is_there(card, edit->domain))
			continue;
		for (size_t j = 0; r == 0 && j < card->count; j++) {
			r = hostdevs_remove(edit, card, &card->functions[j]);
			if (r == 0)
				r = arguments_remove(edit, card->functions[j].host);
		}
		if (r == 0)
			r = port_remove(edit->domain, card);
	}
	return r;
}

static xmlNode *last_controller(const xmlNode *devices)
{
	xmlNode *last = NULL;

	VPB_XML_EACH(controller, devices, "controller")
	last = controller;
	return last;
}

static int card_add(struct vpb_domain_edit *edit, const struct vpb_card *card)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text port = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text hostdevs = {};
	xmlNode *devices = vpb_xml_find(edit->domain, "devices"), *last;
	struct vpb_card_place place = {};

	place.has_port = vpb_domain_bus(edit->domain) == VPB_DOMAIN_BUS_PCIE;
	if (place.has_port)
		place.index = vpb_domain_free_index(edit->domain);
	else
		place.slot = vpb_domain_free_slot(edit->domain);
	if (place.slot < 0 || place.index > 0xff)
		return -ENOSPC;
	vpb_card_add_port(card, &place, &port);
	vpb_card_add_hostdevs(card, &place, &hostdevs);
	last = last_controller(devices);
	if (vpb_text_error(&port) < 0 || vpb_text_error(&hostdevs) < 0 ||
		(port.data && !vpb_xml_insert(devices,
				      last ? vpb_xml_element(last->next, NULL) : NULL,
				      port.data)) ||
		!vpb_xml_insert(devices, NULL, hostdevs.data))
		return -ENOMEM;
	vpb_text_add(&edit->reasons, "added: ");
	vpb_card_describe(card, &edit->reasons);
	vpb_text_add(&edit->reasons,
		"%s; managed='no', as vfio-pci has %s from the boot on\n",
		card->count > 1 ? ", in one slot as on the card" : "",
		card->count > 1 ? "them" : "it");
	if (place.has_port)
		vpb_text_add(&edit->reasons,
			"added: a root port for it, so that no other device of the VM shares its slot\n");
	return 0;
}

int vpb_edit_add_cards(struct vpb_domain_edit *edit)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < edit->facts->card_count; i++)
		if (!vpb_card_is_there(&edit->facts->cards[i], edit->domain))
			r = card_add(edit, &edit->facts->cards[i]);
	return r;
}
