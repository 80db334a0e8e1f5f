/* SPDX-License-Identifier: GPL-2.0-or-later */

/* NixOS, which makes entries, images and most of /etc from its own configuration. */

#include "signs.h"

static bool nixos_is_there(struct vpb_signs *signs)
{
	static const char sign[] = "etc/NIXOS";

	if (!vpb_signs_have(signs, sign))
		return false;
	signs->sign = sign;
	return true;
}

static bool nixos_add_rebuild(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	(void)root, (void)release;
	vpb_text_add(text,
		"have the configuration of NixOS put vfio-prebind into the initrd, "
		"and run nixos-rebuild boot");
	return false;
}

const struct vpb_loader vpb_loader_nixos = {
	.name = "nixos",
	.summary = "a line for the configuration of NixOS",
	.title = "that of NixOS",
	.detect = nixos_is_there,
	.owns = nixos_is_there,
	.makes_all_images = true,
	.add_rebuild = nixos_add_rebuild,
	.place =
		"put this into the configuration of NixOS (/etc/nixos/configuration.nix), "
		"then run nixos-rebuild boot",
	.undo = "take that line out, then run nixos-rebuild boot",
	.form = {"boot.kernelParams = [ \"", "\" \"", "\" ];\n"},
};
