#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# dracut sources this, after all other modules: is vfio-prebind first in what they have built?
# Comes along with the module vfio-prebind only. A wrong order is a warning, not a failure.
# shellcheck disable=SC2154 # dracut's own variable: initdir

check() { return 255; }

install() {
	# Left out, with a reason or with a warning: the module vfio-prebind has said which.
	[[ ! -e ${initdir}/usr/lib/vfio-prebind/vfio-prebind-helper ]] ||
		/usr/lib/vfio-prebind/image-check "$initdir" "${outfile:-the image}"
}
