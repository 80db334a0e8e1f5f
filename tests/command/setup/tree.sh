# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# For the suites beside it: a machine's tree with a boot loader, and what two trees differ in.
# shellcheck disable=SC2154 # expand, here, scratch and tree are of those who source this

# tree_make DIR: a laptop with GRUB as on Debian, whose kernel needs words on its command line.
tree_make() {
	rm -rf "$1"
	"$expand" "${machines:-$here/../../machines}/ubuntu-laptop.machine" "$1" || exit 1
	mkdir -p "$1/var/lib" "$1/boot/grub" "$1/usr/sbin" "$1/etc/default" \
		"$1/sys/firmware/acpi/tables"
	touch "$1/boot/grub/grub.cfg" "$1/usr/sbin/update-grub" "$1/sys/firmware/acpi/tables/DMAR"
	echo '# reads /etc/default/grub.d' >"$1/usr/sbin/grub-mkconfig"
	echo 'GRUB_CMDLINE_LINUX_DEFAULT="quiet"' >"$1/etc/default/grub"
}

# tree_sum DIR [TAR'S OPTIONS]: all that can be told of its files but times, in one line.
tree_sum() {
	tar --create --sort=name --mtime=@0 --xattrs --acls --pax-option=delete=atime,delete=ctime \
		--directory="$1" ${2:+"$2"} etc var | sha256sum
}
# The same without the journal: what is left there when its end cannot be written, the next call removes.
tree_told() { tree_sum "$1" --exclude=var/lib/vfio-prebind; }

# keep NAME, back NAME: the files of the tree that may change.
keep() { rm -rf "${scratch:?}/$1" && mkdir -p "$scratch/$1" && cp -a "$tree/etc" "$tree/var" "$scratch/$1"; }
back() { rm -rf "${tree:?}/etc" "${tree:?}/var" && cp -a "$scratch/$1/etc" "$scratch/$1/var" "$tree"; }

number=0
result() { # result NAME [TROUBLE]
	number=$((number + 1))
	if [ -z "${2:-}" ]; then echo "ok $number - $1"; else
		echo "# $2"
		echo "not ok $number - $1"
	fi
}
