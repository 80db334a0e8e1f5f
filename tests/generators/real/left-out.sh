# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced by dracut: images that bind nothing, and one that looks alike and binds.
# shellcheck disable=SC2154 # gen, t and check are the caller's

# Half an image holds nothing of ours either: its init shows that it is whole.
nothing_in() { [ -L "$1/init" ] || [ -s "$1/init" ] && [ -z "$(find "$1" -name '*vfio*')" ]; }

for image in initramfs-0-rescue-gen crash-dump; do
	in=$gen/$image
	{ cat "$in.log"; find "$in" -name '*vfio*'; } >"$t/said"
	[ "$(cat "$in.status")" = 0 ] && nothing_in "$in"; check 'holds nothing of ours'
	! grep -q 'vfio-prebind: WARNING' "$in.log" && [ "$(grep -c 'vfio-prebind: left out' "$in.log")" = 1 ]; check 'that is said once, and not as a warning'
done
image=with-rescue in=$gen/$image && cat "$in".{log,version,modprobe} >"$t/said"
grep -qx 'vfio-prebind-helper [0-9.]*' "$in.version" && grep -q 'vfio-pci.ko' "$in.modprobe"; check 'binds'
