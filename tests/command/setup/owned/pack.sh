# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# pack IMAGE: for the played tools beside it, which make images: what the tests put into /image, with
# the configuration of now.
pack() (
	cd /image && rm -rf etc/vfio-prebind.conf* && cp -r /etc/vfio-prebind.conf* etc && mkdir -p "${1%/*}" &&
		find . -exec touch -h -d @0 {} + && find . | sort | cpio -o -H newc --quiet --reproducible >"$1"
)
echo "${0##*/}${*:+ $*}" >>/calls
