# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by image-order: an image that is nothing but its order of boot scripts.
# shellcheck disable=SC2154 # t and top are check.sh's, sourced before; layout is the caller's

# As unmkinitramfs(8): an image and a directory. Where it puts the files differs by version.
cat >"$t/bin/unmkinitramfs" <<'F'
#!/bin/sh
[ $# -eq 2 ] && [ "$1" = /boot/initrd.img-6.1.0 ] && [ -d "$2" ] || exit 99
[ "$order" != release ] || { mkdir "$2/etc" && ln -s /nowhere "$2/etc/initrd-release"; exit; }
# To the script that called this.
[ "${order#signal }" = "$order" ] || kill "-${order#signal }" "$PPID"
[ "$order" ] || { echo 'cpio: premature end of archive' >&2; exit 1; }
mkdir -p "$2/$layout/scripts/init-top"
for script in $order; do
	printf '/scripts/init-top/%s "$@"\n[ -e /conf/param.conf ] && . /conf/param.conf\n' "$script"
done >"$2/$layout/scripts/init-top/ORDER"
F
chmod +x "$t/bin/unmkinitramfs"
mkdir "$t/tmp"

# image SCRIPT...: an image whose boot scripts run in this order.
image()
{
	order=$* PATH="$t/bin:$PATH" TMPDIR="${tmp:-$t/tmp}" layout="$layout" \
		sh "$top/install/initramfs-tools/image-order" 6.1.0 /boot/initrd.img-6.1.0 >"$t/said" 2>&1
	# shellcheck disable=SC2034 # for says
	status=$?
	[ -z "$(ls "$t/tmp")" ] || { echo 'left behind:'; ls "$t/tmp"; } >>"$t/said"
}
