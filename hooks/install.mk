# SPDX-License-Identifier: GPL-2.0-or-later
# Boot scripts and image hooks, one target a generator. The generators look in these places
# only, so PREFIX plays no part; DESTDIR does.

INITRAMFS_TOOLS := $(DESTDIR)/usr/share/initramfs-tools

DRACUT_MODULES := $(DESTDIR)/usr/lib/dracut/modules.d
INITCPIO := $(DESTDIR)/usr/lib/initcpio

.PHONY: install-initramfs-tools install-dracut install-mkinitcpio install-image-parts
install-initramfs-tools: install-image-parts
	install -D -m 0755 hooks/initramfs-tools/00-vfio-prebind \
		$(INITRAMFS_TOOLS)/scripts/init-top/00-vfio-prebind
	install -D -m 0755 hooks/initramfs-tools/give-back \
		$(INITRAMFS_TOOLS)/scripts/local-block/vfio-prebind
	install -D -m 0755 install/initramfs-tools/vfio-prebind \
		$(INITRAMFS_TOOLS)/hooks/vfio-prebind
	packaging/install-kept 0755 install/initramfs-tools/post-update.d/vfio-prebind \
		$(DESTDIR)/etc/initramfs/post-update.d/vfio-prebind

# mkinitcpio reads drop-ins in /etc only; what lies in INITCPIO makes pacman rebuild the images.
install-mkinitcpio: install-image-parts
	install -D -m 0644 hooks/mkinitcpio/vfio-prebind $(INITCPIO)/hooks/vfio-prebind
	install -D -m 0644 install/mkinitcpio/vfio-prebind $(INITCPIO)/install/vfio-prebind
	install -D -m 0755 install/mkinitcpio/image-check $(INITCPIO)/post/vfio-prebind
	install -D -m 0755 install/mkinitcpio/kernel-install \
		$(DESTDIR)/usr/lib/kernel/install.d/55-vfio-prebind.install
	packaging/install-kept 0644 install/mkinitcpio/zz-vfio-prebind.conf \
		$(DESTDIR)/etc/mkinitcpio.conf.d/zz-vfio-prebind.conf

install-dracut: install-image-parts
	install -D -m 0755 -t $(DRACUT_MODULES)/50vfio-prebind dracut/50vfio-prebind/*.sh
	install -D -m 0755 -t $(DRACUT_MODULES)/99vfio-prebind-order dracut/99vfio-prebind-order/*.sh

# What several of them share, in one recipe: make may run the others side by side. The units are not
# among the host's: they are for images alone.
install-image-parts:
	install -D -m 0755 -t $(DESTDIR)/usr/lib/vfio-prebind install/common/*
	install -D -m 0644 -t $(DESTDIR)/usr/lib/vfio-prebind hooks/systemd/vfio-prebind-initrd.service \
		hooks/systemd/vfio-prebind-give-back.service
