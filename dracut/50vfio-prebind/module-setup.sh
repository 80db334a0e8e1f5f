#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# dracut sources this. Nothing in here fails a build: what is missing is a loud warning. Not by
# dwarn, which a kernel's installation silences with --quiet.
# shellcheck disable=SC2154 # dracut's own variables: moddir, initdir, srcmods, kernel, …

# shellcheck source-path=SCRIPTDIR source=shared.sh
. "${BASH_SOURCE[0]%/*}/shared.sh"

check() {
	[[ ! ${mount_needs-} ]] || return 1
	[[ -x ${dracutsysrootdir-}/usr/lib/vfio-prebind/vfio-prebind-helper ]] && return 0
	warn 'vfio-prebind-helper is missing, and nothing will be bound early' 'install vfio-prebind again'
	return 1
}

depends() { echo vfio-prebind-order; }

install() {
	local kind path
	! binds_nothing || { dinfo 'vfio-prebind: left out of a rescue or crash dump image, which binds nothing'; return 0; }
	inst /usr/lib/vfio-prebind/vfio-prebind-helper ||
		warn 'vfio-prebind-helper could not be copied into the image, and nothing will be bound early' 'see what dracut says of it above'
	while read -r kind path; do
		case $kind in
		library) inst "$path" ;;
		config) inst_simple "$path" ;;
		empty) mkdir -p "$initdir${path%/*}" && : >"$initdir$path" ;;
		esac
	done < <(/usr/lib/vfio-prebind/image-files "$again" "${kernel-}")
	carriers_put
	# The hooks of dracut-cmdline run beside systemd-modules-load: under systemd a hook is a race.
	if dracut_module_included systemd; then
		units_put vfio-prebind-initrd.service vfio-prebind-give-back.service
	else
		inst_hook cmdline 00 "$moddir/00-vfio-prebind.sh"
		inst_hook initqueue/settled 99 "$moddir/give-back.sh"
	fi
}

installkernel() {
	! binds_nothing || return 0
	modules_put
	[[ ! $(find "$initdir/lib/modules/" -name 'vfio-pci.ko*' 2>/dev/null) ]] || return 0
	! grep -qs '/vfio-pci\.ko' "$srcmods/modules.builtin" || return 0
	warn "kernel $kernel has no vfio-pci, or omit_drivers leaves it out" \
		"install that kernel's modules, take vfio-pci out of omit_drivers in /etc/dracut.conf and /etc/dracut.conf.d"
}
