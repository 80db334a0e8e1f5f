# SPDX-License-Identifier: GPL-2.0-or-later
# generators: the hooks for dracut and mkinitcpio, run by stand-ins; needs neither root nor them.
# generators-real: images by the real ones, in Debian roots of their own (root; minutes).

.PHONY: generators generators-real
generators:
	tests/tap $(addprefix tests/generators/,image-files image-carriers kernel-unpacks image-check dracut dracut-rescue \
		mkinitcpio give-back drop-in kernel-install)

GENERATOR_SUITES ?= bookworm trixie sid
generators-real:
	tests/tap $(patsubst %,"tests/generators/real/dracut %",$(GENERATOR_SUITES)) \
		tests/generators/real/mkinitcpio
