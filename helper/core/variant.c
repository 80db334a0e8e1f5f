/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "variant.h"

#include <string.h>

bool vpb_variant_is_name(const char *word)
{
	return *word && strlen(word) < VPB_NAME_BYTES &&
	       !word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789_-")];
}

const char *vpb_variant_asked(const struct vpb_scene *scene, size_t device)
{
	const struct vpb_rule *rules = scene->request->rules;
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(scene->selection, device, claim)))
		if (!claim->is_companion && !claim->dropped && *rules[claim->rule].driver)
			return rules[claim->rule].driver;
	return "";
}

bool vpb_variant_is_same(const char *name, const char *other, size_t other_length)
{
	for (size_t i = 0; i < other_length; i++)
		if (name[i] != other[i] && !(name[i] == '-' && other[i] == '_') &&
			!(name[i] == '_' && other[i] == '-'))
			return false;
	return !name[other_length];
}

bool vpb_variant_choose(
	const char *asked, const char *variants, char ret_module[VPB_NAME_BYTES])
{
	bool is_auto = strcmp(asked, VPB_VARIANT_AUTO) == 0;
	size_t length;

	for (const char *name = variants; *asked && name && *name;
		name += length, name += *name == ' ') {
		length = strcspn(name, " ");
		/* No one of several is better than another. */
		if (length < VPB_NAME_BYTES &&
			(is_auto ? !variants[length]
				 : vpb_variant_is_same(asked, name, length))) {
			memcpy(ret_module, name, length);
			ret_module[length] = '\0';
			return true;
		}
	}
	return false;
}
