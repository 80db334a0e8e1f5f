/* SPDX-License-Identifier: GPL-2.0-or-later */

/* generate cmdline: what this machine's kernels need to be told so that there is an IOMMU. */

#include "generate.h"

#include <errno.h>

#include "../machine/cmdline.h"
#include "../loader/text.h"

const char *vpb_generate_intel_need(const struct vpb_facts *facts,
	const struct vpb_kernel_config *config, bool is_running, bool gpu)
{
	if (config->intel_iommu == VPB_NO)
		return NULL;
	if (config->intel_default_on == VPB_NO)
		return "leaves Intel's IOMMU off";
	if (config->intel_default_on == VPB_YES)
		return gpu && config->intel_spares_gpu
			       ? "leaves the integrated GPU out of Intel's IOMMU"
			       : NULL;
	/* It is on at this boot, though no word asked for it. */
	if (is_running && facts->has_groups && !vpb_cmdline_asks_intel(facts->cmdline))
		return NULL;
	return "has no configuration in /boot, so it is unknown whether Intel's IOMMU is on";
}

bool vpb_generate_turns_iommu_on(const struct vpb_facts *facts)
{
	return !facts->has_groups && facts->has_dmar && !vpb_facts_iommu_switch(facts) &&
	       vpb_generate_intel_need(facts, &facts->config, true, false);
}

/* As the kernel's intel-iommu driver tells it: a display of Intel's on the first bus. */
static bool has_integrated_gpu(const struct vpb_run *run)
{
	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		const struct vpb_device *device = &run->snapshot.devices[i];

		if (run->plan.selected[i] && device->vendor == 0x8086 &&
			device->address.domain == 0 && device->address.bus == 0 &&
			vpb_device_is_display(device))
			return true;
	}
	return false;
}

/* Where no kernel's modules are installed, the running one is all there is. */
static size_t kernel_count(const struct vpb_facts *facts)
{
	return facts->kernel_count ? facts->kernel_count : 1;
}

static struct vpb_kernel kernel_get(const struct vpb_facts *facts, size_t index)
{
	if (facts->kernel_count)
		return facts->kernels[index];
	return (struct vpb_kernel){
		.release = "(running)", .config = facts->config, .is_running = true};
}

static void word_add(struct vpb_text *words, const char *word)
{
	vpb_text_add(words, "%s%s", words->length ? " " : "", word);
}

static void intel_add(const struct vpb_generate *generate, struct vpb_text *words,
	struct vpb_output *output)
{
	const struct vpb_facts *facts = generate->facts;
	bool gpu = has_integrated_gpu(generate->run), needed = false, translates = false;

	for (size_t i = 0; i < kernel_count(facts); i++) {
		const struct vpb_kernel kernel = kernel_get(facts, i);
		const char *why = vpb_generate_intel_need(
			facts, &kernel.config, kernel.is_running, gpu);

		if (why)
			vpb_output_say(output, "intel_iommu=on: kernel %s %s",
				kernel.release, why);
		else if (kernel.config.intel_iommu == VPB_NO)
			vpb_output_say(output,
				"kernel %s is built without CONFIG_INTEL_IOMMU: no word "
				"gives it an IOMMU",
				kernel.release);
		needed |= why != NULL;
		translates |= why && kernel.config.passthrough != VPB_YES;
	}
	if (!needed) {
		vpb_output_say(output, "for Intel's IOMMU no word is needed");
		return;
	}
	word_add(words, "intel_iommu=on");
	if (!translates)
		return;
	vpb_output_say(output,
		"iommu=pt: the devices that stay with the host reach the memory as before; "
		"else the IOMMU would translate for them as well, which costs time and which "
		"some firmware is not up to. This word alone turns nothing on");
	word_add(words, "iommu=pt");
}

static void iommu_add(const struct vpb_generate *generate, struct vpb_text *words,
	struct vpb_output *output)
{
	const struct vpb_facts *facts = generate->facts;

	if (facts->has_dmar)
		intel_add(generate, words, output);
	else if (facts->has_ivrs)
		vpb_output_say(
			output, "for AMD's IOMMU no word is needed: it is on by itself");
	else if (facts->has_groups)
		vpb_output_say(output, "the IOMMU is on, and no word is needed");
	else
		vpb_output_say(output,
			"no word helps: the firmware reports no IOMMU (neither a DMAR nor an "
			"IVRS table); turn on VT-d (Intel) or AMD-Vi/IOMMU (AMD) in the firmware "
			"setup, and run this again");
}

static void ids_add(const struct vpb_generate *generate, struct vpb_text *words,
	struct vpb_output *output)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text ids = {};

	vpb_generate_add_ids(generate->run, &ids, output);
	if (!ids.length)
		return;
	vpb_output_say(output, "vfio-pci.ids=: as asked for");
	vpb_text_add(words, "%svfio-pci.ids=%s", words->length ? " " : "", ids.data);
	words->failed |= ids.failed;
}

static void begin(const struct vpb_generate *generate, const char *undo_words,
	struct vpb_output *output)
{
	const struct vpb_loader *loader = generate->loader;
	VPB_CLEANUP(vpb_text_done) struct vpb_text place = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text undo = {};

	vpb_text_add(&place, "%s", loader->place);
	vpb_text_add(&undo, "%s", loader->undo ? loader->undo : undo_words);
	if (loader->add_commands) {
		loader->add_commands(generate->root, generate->facts, &place);
		loader->add_commands(generate->root, generate->facts, &undo);
	}
	vpb_output_begin(output, generate, place.data ? place.data : "",
		undo.data ? undo.data : "");
	output->file.failed |= place.failed || undo.failed;
}

int vpb_generate_cmdline(const struct vpb_generate *generate, struct vpb_output *output)
{
	const struct vpb_loader *loader = generate->loader;
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text all = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text undo = {};
	VPB_CLEANUP(vpb_output_done)
	struct vpb_output reasons = {.takes_comments = loader->takes_comments};
	int r;

	output->takes_comments = loader->takes_comments;
	iommu_add(generate, &words, &reasons);
	if (generate->with_ids)
		ids_add(generate, &words, &reasons);
	r = vpb_loader_text_make(
		generate->root, loader, words.data ? words.data : "", &all);
	if (r < 0)
		return r;
	if (words.length && !loader->undo)
		vpb_loader_form_add(&loader->undo_form, words.data, &undo);
	begin(generate, words.length ? undo.data : "there is nothing to undo", output);
	vpb_text_add(&output->file, "%s", reasons.file.data ? reasons.file.data : "");
	vpb_text_add(&output->notes, "%s", reasons.notes.data ? reasons.notes.data : "");
	output->refused |= reasons.refused;
	vpb_text_add(&output->file, "%s", all.data ? all.data : "");
	return words.failed || undo.failed || reasons.file.failed || reasons.notes.failed
		       ? -ENOMEM
		       : 0;
}
