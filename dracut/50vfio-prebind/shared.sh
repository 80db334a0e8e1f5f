#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by module-setup.sh beside it: what its functions share.
# shellcheck disable=SC2034,SC2154 # for module-setup.sh; dracut's own: initdir, systemdsystemunitdir
again='dracut --force --regenerate-all'

warn() { printf 'vfio-prebind: WARNING: %s; to cure it: %s, then: %s\n' "$1" "$2" "$again" >&2; }

# Images to save a crash dump with (modules of openSUSE and of Fedora), and the rescue image that
# kernel-install's plugin makes. That one by its file's name as well: dracut-config-rescue of Debian 13
# puts the module rescue into every image.
binds_nothing() {
	dracut_module_included kdump || dracut_module_included kdumpbase ||
		{ dracut_module_included rescue && [[ ${outfile-} == *0-rescue* ]]; }
}

# With --sysroot the image is another machine's.
carriers_put() {
	[[ ${dracutsysrootdir-} ]] || /usr/lib/vfio-prebind/image-carriers "$initdir" "$again" --gives-back
}

units_put() {
	local unit
	mkdir -p "$initdir$systemdsystemunitdir/sysinit.target.wants"
	for unit; do
		inst_simple "/usr/lib/vfio-prebind/$unit" "$systemdsystemunitdir/$unit"
		ln -sfn "../$unit" "$initdir$systemdsystemunitdir/sysinit.target.wants/$unit"
	done
}

# One by one: without a word instmods would read its own standard input. hostonly would leave out what the
# running system has not loaded. With --sysroot the lines are another machine's.
modules_put() {
	local module
	hostonly='' instmods vfio-pci
	[[ ! ${dracutsysrootdir-} ]] || return 0
	for module in $(/usr/lib/vfio-prebind/image-variants "$kernel"); do hostonly='' instmods "$module"; done
}
