# SPDX-License-Identifier: GPL-2.0-or-later
# packaging: the image hook and the read-back of the order, without an initramfs generator; and the
# package for Arch.

.PHONY: packaging
packaging:
	tests/tap $(addprefix tests/packaging/,image-hook image-hook-wrong image-order parts late-unit arch)
