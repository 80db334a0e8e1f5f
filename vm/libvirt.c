/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "libvirt.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <libxml/uri.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/base/array.h"
#include "../helper/base/guess.h"
#include "../helper/base/log.h"
#include "../host/terminal/options.h"

/* With what only its owner may see, as the definition is given back as a whole. */
#define XML_FLAGS (VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE)

/* libvirt would print each error by itself. */
static void error_keep(void *context, virErrorPtr error)
{
	(void)context;
	(void)error;
}

static int fail(const struct vpb_store *store, const char *what)
{
	const virError *error = virGetLastError();

	vpb_log(VPB_LOG_ERROR, "%s: %s: %s: %s", store->command, store->name, what,
		error && error->message ? error->message : "libvirt gives no reason");
	return VPB_EXIT_FAILED;
}

static int memory_fail(const struct vpb_store *store)
{
	vpb_log(VPB_LOG_ERROR, "%s: %s", store->command, strerror(ENOMEM));
	return VPB_EXIT_FAILED;
}

void vpb_libvirt_close(struct vpb_store *store)
{
	if (store->domain)
		virDomainFree(store->domain);
	if (store->connection)
		virConnectClose(store->connection);
	store->domain = store->connection = NULL;
}

/* Adds the definition as it is now. */
static int definition_read(const struct vpb_store *store, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_freep) char *xml = virDomainGetXMLDesc(store->domain, XML_FLAGS);

	if (!xml)
		return fail(store, "its definition could not be read");
	vpb_text_add(text, "%s", xml);
	return vpb_text_error(text) == 0 ? -1 : memory_fail(store);
}

/* Which one may have been meant. */
static int unknown_say(const struct vpb_store *store, const char *name)
{
	struct vpb_guess guess = {.word = name};
	char question[VPB_GUESS_BYTES];
	virDomainPtr *domains = NULL;
	int count = virConnectListAllDomains(store->connection, &domains, 0);

	for (int i = 0; i < count; i++)
		vpb_guess_try(&guess, virDomainGetName(domains[i]));
	vpb_log(VPB_LOG_ERROR, "%s: libvirt has no domain '%s'%s", store->command,
		VPB_WORD(name), vpb_guess_question(&guess, "", question));
	if (!guess.best)
		vpb_log(VPB_LOG_ERROR,
			count > 0
				? "  fix: see virsh list --all"
				: "  fix: it has none here; name another daemon by --connect");
	for (int i = 0; i < count; i++)
		virDomainFree(domains[i]);
	free(domains);
	return VPB_EXIT_FAILED;
}

static int domain_find(struct vpb_store *store, const char *name)
{
	char uuid[VIR_UUID_STRING_BUFLEN];

	store->domain = virDomainLookupByName(store->connection, name);
	if (!store->domain)
		store->domain = virDomainLookupByUUIDString(store->connection, name);
	if (!store->domain && *name && !name[strspn(name, "0123456789")] &&
		strlen(name) < 9)
		store->domain = virDomainLookupByID(store->connection, atoi(name));
	if (!store->domain)
		return unknown_say(store, name);
	if (virDomainIsPersistent(store->domain) == 0) {
		vpb_log(VPB_LOG_ERROR,
			"%s: %s has no definition that stays: it is transient, and gone when it ends",
			store->command, name);
		vpb_log(VPB_LOG_ERROR,
			"  fix: change the file that it is made from, by --file");
		return VPB_EXIT_FAILED;
	}
	if (virDomainGetUUIDString(store->domain, uuid) < 0)
		return fail(store, "its UUID could not be read");
	free(store->name);
	store->name = strdup(virDomainGetName(store->domain));
	store->key = strdup(uuid);
	return store->name && store->key ? -1 : memory_fail(store);
}

/* Whether the daemon is of another machine; what does not look like a URI, libvirt judges. */
static bool is_elsewhere(const char *text)
{
	static const char *const here[] = {"", "localhost", "127.0.0.1", "[::1]", "::1"};
	xmlURI *uri = text ? xmlParseURI(text) : NULL;
	bool is = uri && uri->server &&
		  vpb_word_find(here, VPB_ARRAY_SIZE(here), uri->server) ==
			  VPB_ARRAY_SIZE(here);

	xmlFreeURI(uri);
	return is;
}

static int elsewhere_say(const struct vpb_store *store, const char *uri)
{
	vpb_log(VPB_LOG_ERROR,
		"%s: %s: that daemon is of another machine, and devices are looked for in this "
		"one",
		store->command, VPB_WORD(uri));
	vpb_log(VPB_LOG_ERROR, "  fix: run vfio-prebind there");
	return VPB_EXIT_FAILED;
}

int vpb_libvirt_open(const char *uri, const char *name, struct vpb_store *store)
{
	VPB_CLEANUP(vpb_freep) char *at = NULL;
	int r;

	virSetErrorFunc(NULL, error_keep);
	store->name = strdup(name);
	if (!store->name)
		return memory_fail(store);
	if (is_elsewhere(uri))
		return elsewhere_say(store, uri);
	store->connection = virConnectOpen(uri);
	if (!store->connection) {
		fail(store, "libvirt cannot be reached");
		vpb_log(VPB_LOG_ERROR,
			"  fix: --connect qemu:///system as root or a member of the "
			"group libvirt, or --file FILE without a daemon");
		return VPB_EXIT_FAILED;
	}
	/* Also the one that the environment or libvirt's configuration names. */
	at = virConnectGetURI(store->connection);
	if (is_elsewhere(at))
		return elsewhere_say(store, at);
	store->is_session = at && vpb_word_has_end(at, "/session");
	virConnectGetLibVersion(store->connection, &store->version);
	r = domain_find(store, name);
	if (r >= 0)
		return r;
	store->is_running = virDomainIsActive(store->domain) == 1;
	return definition_read(store, &store->text);
}

int vpb_libvirt_write(struct vpb_store *store, const char *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text now = {};
	virDomainPtr made;
	int r = definition_read(store, &now);

	if (r >= 0)
		return r;
	if (strcmp(now.data, store->text.data) != 0) {
		vpb_log(VPB_LOG_ERROR,
			"%s: %s: it was changed just now by another program; run the command "
			"again",
			store->command, store->name);
		return VPB_EXIT_FAILED;
	}
	made = virDomainDefineXMLFlags(
		store->connection, text, VIR_DOMAIN_DEFINE_VALIDATE);
	if (!made)
		return fail(store,
			"libvirt refuses the new definition, and the old one stays");
	virDomainFree(store->domain);
	store->domain = made;
	store->text.length = 0;
	return definition_read(store, &store->text);
}
