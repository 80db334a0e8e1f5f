# SPDX-License-Identifier: GPL-2.0-or-later
# packaging: the image hook, without an initramfs generator; make install; and the package for Arch.

.PHONY: packaging
packaging:
	tests/tap $(addprefix tests/packaging/,image-hook image-hook-wrong parts late-unit journal make-install deb-scripts arch)
