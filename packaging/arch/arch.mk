# SPDX-License-Identifier: GPL-2.0-or-later
# `make arch`, as an ordinary user: the package for Arch, into build/arch/.

ARCH_TREE := $(BUILD)/arch
ARCH_SOURCE := vfio-prebind-$(VERSION)

.PHONY: arch arch-source
arch: arch-source
	cd $(ARCH_TREE) && env -u MAKEFLAGS -u MAKELEVEL -u DESTDIR makepkg --force

arch-source:
	rm -rf $(ARCH_TREE)
	mkdir -p $(ARCH_TREE)
	{ [ -e .git ] && git -c safe.directory='*' ls-files -z --cached --others \
		--exclude-standard || \
	  find . \( -path ./build -o -path ./.git \) -prune -o -type f -print0; } | \
		tar -cz --null --ignore-failed-read -T - --transform 's|^|$(ARCH_SOURCE)/|' \
		-f $(ARCH_TREE)/$(ARCH_SOURCE).tar.gz
	cp packaging/arch/PKGBUILD $(ARCH_TREE)/
