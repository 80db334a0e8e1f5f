# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by images.sh: the image of each generator.
# shellcheck disable=SC2154 # in, t, top, tree, lib, modules and unit are images.sh's

# What can load a driver, as units.
others='systemd-modules-load systemd-udevd systemd-udev-trigger dracut-cmdline dracut-pre-udev'

# What all generators put in: everything here has its place, the libraries under a link.
fill() {
	rm -rf "$in" && mkdir -p "$in/usr/lib/arch" "$in/$modules" && ln -s usr/lib "$in/lib"
	cp "$tree/$modules"/vfio*.ko "$in/$modules" && gzip "$in/$modules/vfio.ko"
	mkdir -p "$in/$lib" "$in/etc/modprobe.d" && cp "$t/helper" "$in/$lib/vfio-prebind-helper"
	cp "$t/libone.so.1" "$in/usr/lib/arch/libone.so.1.5" && ln -s libone.so.1.5 "$in/usr/lib/arch/libone.so.1"
	cp "$t/libtwo.so.1" "$t/libopened.so.1" "$in/usr/lib"
	cp "$tree/etc/vfio-prebind.conf" "$in/etc" && cp "$tree/etc/modprobe.d/vfio.conf" "$in/etc/modprobe.d"
}
order() { for script; do printf '/scripts/init-top/%s "$@"\n[ -e /conf/param.conf ] && . /conf/param.conf\n' "$script"; done; }
# init WORDS: a script that the kernel starts.
init() { printf '#!/bin/sh\n%s\n' "$1" >"$in/init"; }
tools() { fill && init 'run_scripts /scripts/init-top' && echo x | put "$in/conf/initramfs.conf" && order 00-vfio-prebind all_generic_ide udev | put "$in/scripts/init-top/ORDER"; }
systemd() {
	rm -f "$in/init" && echo x | put "$in/usr/lib/systemd/systemd" && ln -s usr/lib/systemd/systemd "$in/init"
	echo x | put "$in/usr/lib/systemd/system/initrd.target"
	mkdir "$in/usr/lib/systemd/system/sysinit.target.wants" && cp "$top/hooks/systemd/$unit" "$in/usr/lib/systemd/system"
	ln -s "../$unit" "$in/usr/lib/systemd/system/sysinit.target.wants/$unit"
	for name in $others; do touch "$in/usr/lib/systemd/system/$name.service"; done
}
dracut() { fill && init ". /lib/dracut-lib.sh" && echo x | put "$in/usr/lib/dracut/hooks/cmdline/00-00-vfio-prebind.sh" && echo x | put "$in/usr/lib/dracut/hooks/cmdline/10-other.sh"; }
# shellcheck disable=SC2016 # as the script has it
mkinitcpio() { fill && init 'run_hookfunctions run_earlyhook "early hook" $EARLYHOOKS' && echo x | put "$in/buildconfig" && printf 'MODULES="x"\nEARLYHOOKS="%s"\n' "${1-vfio-prebind udev}" >"$in/config"; }

# early BYTES: an archive as microcode comes in, with zeros after it.
early() { (cd "$t/early" && find . | LC_ALL=C sort | cpio -o -H newc --quiet) && head -c "$1" /dev/zero; }
pack() { (cd "$in" && find . | LC_ALL=C sort | cpio -o -H newc --quiet); }
