# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by dracut and dracut-rescue: an image by the stand-in for dracut, and what is in it.
# shellcheck disable=SC2154,SC2034 # t, top and lib are from check.sh and tree.sh; status and units are for the tests

# build MODULE...: an image with these modules of dracut and ours.
build()
{
	for name in 50vfio-prebind 99vfio-prebind-order; do
		mkdir -p "$t/$name" && cp "$top/dracut/$name/"* "$t/$name"
		for file in "$t/$name"/*.sh; do ours "dracut/$name/${file##*/}" >"$file"; done
	done
	(export included="$*" initdir="$t/image" outfile found && "$top/tests/generators/standin/dracut" \
		"$t/50vfio-prebind" "$t/99vfio-prebind-order") >"$t/said" 2>&1 3>"$t/depends" 4>"$t/info"
	status=$? in=$t/image$t/root units=$t/image/usr/lib/systemd/system hooks=$t/image/var/lib/dracut/hooks
	carriers=$t/image/usr/lib/vfio-prebind/carriers
}
all_in()
{
	says && [ ! -s "$t/info" ] && [ -x "$in/usr/lib/vfio-prebind/vfio-prebind-helper" ] && [ -e "$in/etc/vfio-prebind.conf" ] &&
		[ -e "$t/image/lib/modules/6.12.0/vfio-pci.ko.xz" ] && [ -e "$in/usr/lib/modprobe.d/vfio.conf" ] &&
		grep -qx 'carriers of dracut --force --regenerate-all --gives-back' "$carriers" &&
		[ -e "$in/lib/liba.so.1" ] && [ -f "$in/etc/vfio-prebind.conf.d/off.conf" ] &&
		grep -qx 'depends: vfio-prebind-order' "$t/depends"
}
outfile=/boot/initramfs-6.12.0.img found=/bin/true
