/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "booted.h"

#include <stdio.h>
#include <string.h>

#include "signs.h"

static const struct vpb_loader *loader_detect(struct vpb_signs *signs)
{
	for (size_t i = 0; vpb_loaders[i]; i++) {
		const struct vpb_loader *loader = vpb_loaders[i];

		if (loader->detect ? loader->detect(signs)
				   : loader->program && loader->program == signs->program)
			return loader;
	}
	return NULL;
}

/* Several rows may have one program: whether this row is the first that has it. */
static bool is_first_of_program(size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (vpb_loaders[i]->program == vpb_loaders[index]->program)
			return false;
	return vpb_loaders[index]->program != NULL;
}

/* The files that each has; what is left of one that is no longer used is there as well. */
static void by_files(struct vpb_signs *signs, char *how, size_t how_bytes)
{
	const struct vpb_boot_program *program = NULL;
	size_t count = 0, length = 0;

	for (size_t i = 0; vpb_loaders[i]; i++) {
		const char *file;

		if (!is_first_of_program(i))
			continue;
		file = vpb_signs_first(signs, vpb_loaders[i]->program->files);
		if (!file)
			continue;
		program = vpb_loaders[i]->program;
		length += (size_t)snprintf(how + length, how_bytes - length, "%s%s (/%s)",
			count++ ? ", " : "", program->name, file);
	}
	if (count == 1)
		signs->program = program;
	snprintf(how + length, how_bytes - length, "%s",
		count == 1 ? " is the only one that is installed"
		: count	   ? " are installed, and it is not known which one you use"
			   : "no file of a boot loader was found");
}

static void by_variable(struct vpb_signs *signs, char *how, size_t how_bytes)
{
	for (size_t i = 0; vpb_loaders[i]; i++) {
		const struct vpb_boot_program *program = vpb_loaders[i]->program;

		if (program && strncasecmp(signs->info, program->name,
				       strlen(program->name)) == 0)
			signs->program = program;
	}
	snprintf(how, how_bytes, "the EFI variable LoaderInfo says '%s'%s%s%s",
		signs->info, *signs->entry ? ", and LoaderEntrySelected '" : "",
		signs->entry, *signs->entry ? "'" : "");
}

/* What is left of a loader that is no longer used adds nothing to this boot's command line. */
static bool by_boot_image(struct vpb_signs *signs, char *how, size_t how_bytes)
{
	for (size_t i = 0; signs->has_boot_image && vpb_loaders[i]; i++) {
		const struct vpb_boot_program *program = vpb_loaders[i]->program;
		const char *file = program && program->adds_boot_image
					   ? vpb_signs_first(signs, program->files)
					   : NULL;

		if (!file)
			continue;
		signs->program = program;
		snprintf(how, how_bytes,
			"this boot's command line has BOOT_IMAGE=, and /%s is there",
			file);
		return true;
	}
	return false;
}

int vpb_loader_find_booted(
	const struct vpb_root *root, struct vpb_loader_booted *ret_booted)
{
	struct vpb_loader_booted *booted = ret_booted;
	struct vpb_signs signs = {};

	*booted = (struct vpb_loader_booted){};
	vpb_signs_read(root, &signs);
	if (signs.is_ostree) {
		strcpy(booted->how, "/run/ostree-booted is there");
	} else if (*signs.info) {
		by_variable(&signs, booted->how, sizeof(booted->how));
	} else if (!by_boot_image(&signs, booted->how, sizeof(booted->how))) {
		signs.is_stub_alone = signs.has_stub;
		if (signs.has_stub)
			strcpy(booted->how, "the EFI variable StubInfo says that the "
					    "kernel came in a UKI");
		else
			by_files(&signs, booted->how, sizeof(booted->how));
	}
	booted->loader = loader_detect(&signs);
	booted->program = signs.program;
	if (signs.sign)
		snprintf(booted->how, sizeof(booted->how), "/%s is there", signs.sign);
	strcpy(booted->entry, signs.entry);
	return signs.error;
}

static const struct vpb_boot_program *program_find(const char *name)
{
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->program &&
			strcasecmp(vpb_loaders[i]->program->name, name) == 0)
			return vpb_loaders[i]->program;
	return NULL;
}

static const struct vpb_loader *row_find(const char *name)
{
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->summary && vpb_loaders[i]->title &&
			strcmp(vpb_loaders[i]->name, name) == 0)
			return vpb_loaders[i];
	return NULL;
}

bool vpb_loader_is_named(const char *name)
{
	return program_find(name) || row_find(name);
}

int vpb_loader_find_named(const struct vpb_root *root, const char *name,
	struct vpb_loader_booted *ret_booted)
{
	struct vpb_signs signs = {};

	*ret_booted = (struct vpb_loader_booted){.program = program_find(name)};
	strcpy(ret_booted->how, "--loader says so");
	if (!ret_booted->program) {
		ret_booted->loader = row_find(name);
		return 0;
	}
	vpb_signs_read(root, &signs);
	signs.program = ret_booted->program;
	/* Only rows of that program: what another tool has left says nothing against the user's word. */
	for (size_t i = 0; vpb_loaders[i] && !ret_booted->loader; i++)
		if (vpb_loaders[i]->program == signs.program &&
			(!vpb_loaders[i]->detect || vpb_loaders[i]->detect(&signs)))
			ret_booted->loader = vpb_loaders[i];
	strcpy(ret_booted->entry, signs.entry);
	return signs.error;
}
