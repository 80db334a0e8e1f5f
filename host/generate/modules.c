/* SPDX-License-Identifier: GPL-2.0-or-later */

/* generate modprobe, generate blacklist: what modprobe.d(5) can do about the host's drivers. */

#include "generate.h"

#include <errno.h>

/* Adds the addresses of those that it claims and that are selected, or are not. */
static bool claimed_add(const struct vpb_run *run,
	const struct vpb_driver_module *driver_module, bool selected,
	struct vpb_text *addresses)
{
	bool any = false;

	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		char address[VPB_ADDRESS_BYTES];

		if (!driver_module->claims[i] || run->plan.selected[i] != selected)
			continue;
		vpb_text_add(addresses, "%s%s", any ? ", " : "",
			vpb_address_format(run->snapshot.devices[i].address, address));
		any = true;
	}
	return any;
}

static bool is_claimed(const struct vpb_driver_modules *driver_modules, size_t device)
{
	for (size_t i = 0; i < driver_modules->count; i++)
		if (driver_modules->items[i].claims[device])
			return true;
	return false;
}

static void unclaimed_add(const struct vpb_generate *generate, struct vpb_output *output)
{
	const struct vpb_run *run = generate->run;

	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		char address[VPB_ADDRESS_BYTES];

		if (run->plan.selected[i] && !is_claimed(generate->driver_modules, i))
			vpb_output_say(output,
				"%s: no module of an installed kernel would claim it",
				vpb_address_format(
					run->snapshot.devices[i].address, address));
	}
}

static void softdep_add(const struct vpb_driver_module *driver_module,
	const char *addresses, struct vpb_output *output)
{
	const struct vpb_text *pre = &driver_module->softdep.pre;
	const struct vpb_text *post = &driver_module->softdep.post;

	if (!driver_module->is_loadable) {
		vpb_output_say(output,
			"%s would claim %s, and is built into kernel %s: no line makes it wait",
			driver_module->name, addresses, driver_module->built_in);
		return;
	}
	vpb_output_say(output, "%s would claim %s%s", driver_module->name, addresses,
		pre->length || post->length ? "; with what its softdep line had before"
					    : "");
	if (driver_module->built_in)
		vpb_output_say(output,
			"(it is built into kernel %s, and does not wait there)",
			driver_module->built_in);
	vpb_text_add(&output->file, "softdep %s pre: vfio-pci%s%s%s\n",
		driver_module->name, pre->length ? pre->data : "",
		post->length ? " post:" : "", post->length ? post->data : "");
}

static void blacklist_add(const struct vpb_driver_module *driver_module,
	const char *addresses, const char *others, struct vpb_output *output)
{
	if (others) {
		vpb_output_say(output, "left out: %s, which would claim %s: %s needs it",
			driver_module->name, addresses, others);
	} else if (!driver_module->is_loadable) {
		vpb_output_say(output,
			"left out: %s, which would claim %s: it is built into kernel %s, where "
			"no line keeps it away",
			driver_module->name, addresses, driver_module->built_in);
	} else {
		vpb_output_say(
			output, "%s would claim %s", driver_module->name, addresses);
		if (driver_module->built_in)
			vpb_output_say(output,
				"(it is built into kernel %s, where this does nothing)",
				driver_module->built_in);
		vpb_text_add(&output->file, "blacklist %s\n", driver_module->name);
	}
}

static int driver_modules_add(
	const struct vpb_generate *generate, bool blacklist, struct vpb_output *output)
{
	for (size_t i = 0; i < generate->driver_modules->count; i++) {
		const struct vpb_driver_module *driver_module =
			&generate->driver_modules->items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text addresses = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text others = {};

		if (!claimed_add(generate->run, driver_module, true, &addresses))
			continue;
		claimed_add(generate->run, driver_module, false, &others);
		if (vpb_text_error(&addresses) < 0 || vpb_text_error(&others) < 0)
			return -ENOMEM;
		if (blacklist)
			blacklist_add(driver_module, addresses.data, others.data, output);
		else
			softdep_add(driver_module, addresses.data, output);
	}
	unclaimed_add(generate, output);
	return 0;
}

int vpb_generate_modprobe(const struct vpb_generate *generate, struct vpb_output *output)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text ids = {};
	int r;

	output->takes_comments = true;
	vpb_output_begin(output, generate,
		"put this into /etc/modprobe.d/00-vfio-prebind.conf (of a module only the first "
		"softdep line counts, so the name has to come before modules.softdep), and "
		"rebuild the initramfs",
		"remove that file, and rebuild the initramfs");
	r = driver_modules_add(generate, false, output);
	if (generate->with_ids)
		vpb_generate_add_ids(generate->run, &ids, output);
	if (ids.length)
		vpb_text_add(&output->file, "options vfio-pci ids=%s\n", ids.data);
	for (size_t i = 0; generate->options[i]; i++)
		vpb_text_add(
			&output->file, "options vfio-pci %s\n", generate->options[i]);
	return r < 0 ? r : vpb_text_error(&ids);
}

int vpb_generate_blacklist(const struct vpb_generate *generate, struct vpb_output *output)
{
	output->takes_comments = true;
	vpb_output_begin(output, generate,
		"put this into /etc/modprobe.d/vfio-prebind-blacklist.conf, and rebuild the "
		"initramfs; a module that is loaded by its name is loaded anyway",
		"remove that file, and rebuild the initramfs");
	return driver_modules_add(generate, true, output);
}
