# SPDX-License-Identifier: GPL-2.0-or-later
# Boot scripts and image hooks, one target a generator. The generators look in these places
# only, so PREFIX plays no part; DESTDIR does.

INITRAMFS_TOOLS := $(DESTDIR)/usr/share/initramfs-tools

.PHONY: install-initramfs-tools
install-initramfs-tools:
	install -D -m 0755 hooks/initramfs-tools/00-vfio-prebind \
		$(INITRAMFS_TOOLS)/scripts/init-top/00-vfio-prebind
	install -D -m 0755 install/initramfs-tools/vfio-prebind \
		$(INITRAMFS_TOOLS)/hooks/vfio-prebind
	install -D -m 0755 install/initramfs-tools/image-order \
		$(DESTDIR)/usr/lib/vfio-prebind/image-order
	install -D -m 0755 install/initramfs-tools/post-update.d/vfio-prebind \
		$(DESTDIR)/etc/initramfs/post-update.d/vfio-prebind
