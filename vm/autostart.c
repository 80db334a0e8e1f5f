/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "autostart.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <stdlib.h>
#include <string.h>

/* One that is gone meanwhile, or cannot be read, is none. */
static int other_judge(const struct vpb_store *store,
	const struct vpb_domain_judge *judge, virDomainPtr domain)
{
	VPB_CLEANUP(vpb_xml_done) struct vpb_xml xml = {};
	VPB_CLEANUP(vpb_freep) char *problem = NULL;
	VPB_CLEANUP(vpb_freep) char *text = NULL;
	char uuid[VIR_UUID_STRING_BUFLEN];
	int r;

	if (virDomainGetUUIDString(domain, uuid) < 0 || strcmp(uuid, store->key) == 0)
		return 0;
	text = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);
	r = text ? vpb_xml_parse(text, strlen(text), &xml, &problem) : -EBADMSG;
	if (r < 0)
		return r == -ENOMEM ? r : 0;
	return vpb_judge_other(judge, virDomainGetName(domain), vpb_xml_root(&xml));
}

int vpb_autostart_judge(
	const struct vpb_store *store, const struct vpb_domain_judge *judge)
{
	virDomainPtr *domains = NULL;
	int is_started = 0, count, r = 0;

	if (!store->domain || virDomainGetAutostart(store->domain, &is_started) < 0 ||
		!is_started)
		return 0;
	count = virConnectListAllDomains(store->connection, &domains,
		VIR_CONNECT_LIST_DOMAINS_PERSISTENT | VIR_CONNECT_LIST_DOMAINS_AUTOSTART);
	for (int i = 0; i < count; i++) {
		if (r == 0)
			r = other_judge(store, judge, domains[i]);
		virDomainFree(domains[i]);
	}
	free(domains);
	return r;
}
