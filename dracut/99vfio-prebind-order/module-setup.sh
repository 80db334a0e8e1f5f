#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# dracut sources this, after all other modules: is vfio-prebind first in what they have built?
# Comes along with the module vfio-prebind only. A wrong order is a warning, not a failure.
# shellcheck disable=SC2154 # dracut's own variable: initdir

check() { return 255; }

install() {
	local again='dracut --force --regenerate-all' first

	# Left out, with a reason or with a warning: the module vfio-prebind has said which.
	[[ -e ${initdir}/usr/lib/vfio-prebind/vfio-prebind-helper ]] || return 0
	if dracut_module_included systemd; then
		/usr/lib/vfio-prebind/unit-order "$initdir" "$again"
		return 0
	fi
	# Where hooks lie differs by version; they run in the order of their names.
	first=$(find "$initdir" -path '*/dracut/hooks/cmdline/*' -printf '%f\n' | LC_ALL=C sort | head -n 1)
	[[ $first != *vfio-prebind.sh ]] || return 0
	printf 'vfio-prebind: WARNING: %s runs before vfio-prebind, and drivers it loads take the devices first;\n' \
		"${first:-nothing is in the hook cmdline: what}" >&2
	printf '    to cure it: %s, then: %s\n' "leave out or rename the dracut module that installs this file" "$again" >&2
}
