# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by the tests beside it: a tree with what the package installs, for hooks to work on.
# shellcheck disable=SC2154 # t and top are check.sh's, sourced before

# ours FILE: that file, with its absolute paths moved into the tree.
ours() { sed "s#\([][[:space:]=({}\"-]\)/\(usr/lib/vfio-\|usr/bin/vfio-\|usr/lib/initcpio\|usr/lib/modprobe\|usr/lib/kernel\|usr/local\|etc/vfio\|etc/modprobe\|etc/udev\|usr/lib/udev\|lib/\|boot/\)#\1$t/root/\2#g" "$top/$1"; }

# judge: as vfio-prebind(8), whose judgement is what stands in $judged, or that all is well; $hidden:
# it is run where the running system cannot be seen.
judge()
{
	cat <<-'F'
		#!/bin/sh
		if [ "$1 $2" = 'carriers --rebuild' ] && { [ $# -eq 3 ] || [ "$#$4" = 4--gives-back ]; }; then
			[ -z "$hidden" ] || { echo "it cannot be seen: $hidden" >&2; exit 1; }
			echo "carriers of $3${4:+ $4}"
			exit
		fi
		if [ "$*" = 'variants --kernel 6.12.0' ]; then
			[ -z "$variant" ] || echo "$variant"
			exit
		fi
		[ $# -eq 3 ] && [ "$1 $2" = 'check --image' ] && [ -e "$3" ] ||
			{ echo "vfio-prebind $*: not from vfio-prebind(8)"; exit 2; }
		[ -z "$judged" ] || { echo "$3 $judged"; exit 1; }
		echo "$3: all is well"
	F
}

# tree: the folder $t/root, all well; and $t/image, empty.
tree()
{
	rm -rf "$t/root" "$t/image"
	lib=$t/root/usr/lib/vfio-prebind
	mkdir -p "$t/image" "$lib" "$t/root/etc/vfio-prebind.conf.d" "$t/root/etc/modprobe.d" "$t/root/lib/modprobe.d" \
		"$t/root/usr/lib/modprobe.d" "$t/root/usr/local/lib/modprobe.d" "$t/root/usr/lib/initcpio/install"
	cp /bin/true "$lib/vfio-prebind-helper"
	cp "$top/hooks/systemd/vfio-prebind-initrd.service" "$top/hooks/systemd/vfio-prebind-give-back.service" "$lib"
	for file in image-files image-libraries kernel-unpacks image-check image-carriers image-variants; do ours "install/common/$file" >"$lib/$file" && chmod +x "$lib/$file"; done
	mkdir -p "$t/root/usr/bin" && judge >"$t/root/usr/bin/vfio-prebind" && chmod +x "$t/root/usr/bin/vfio-prebind"
	echo 'bind 10de:2820' >"$t/root/etc/vfio-prebind.conf"
	echo 'skip 10de:25a2' >"$t/root/etc/vfio-prebind.conf.d/a.conf"
	echo 'options vfio-pci disable_vga=1' >"$t/root/usr/lib/modprobe.d/vfio.conf"
	echo 'options snd_hda_intel power_save=1' >"$t/root/usr/lib/modprobe.d/other.conf"
	ln -s /dev/null "$t/root/etc/vfio-prebind.conf.d/off.conf"
	mkdir -p "$t/root/usr/lib/udev/rules.d" "$t/root/etc/udev/rules.d"
	cp "$top/hooks/udev/00-vfio-prebind.rules" "$t/root/usr/lib/udev/rules.d"
	# What the helper opens stands in its ELF note, as text, and what that library opens in the one of that.
	echo '[{"feature":"k","priority":"required","soname":["libk.so"]}]' >>"$lib/vfio-prebind-helper"
	echo '[{"feature":"a","priority":"recommended","soname":["liba.so.1"]},' >"$t/root/lib/libk.so"
	echo '{"feature":"b","priority":"suggested","soname":["libb.so.1"]}]' >>"$t/root/lib/libk.so"
	touch "$t/root/lib/libc.so.6" "$t/root/lib/liba.so.1" "$t/root/lib/libb.so.1"
	export ldd="	libc.so.6 => $t/root/lib/libc.so.6 (0x0)" module='insmod /lib/modules/x/vfio-pci.ko'
}

# list: what the list of image-files is, in $t/list, and what it says, in $t/said.
list()
{
	"$lib/image-files" 'REBUILD IT' 6.12.0 >"$t/list" 2>"$t/said"
	# shellcheck disable=SC2034 # for says and those who source this
	status=$? r=$t/root
}

# As ldd(1) and modprobe(8): `module` is what --show-depends finds, empty for nothing.
cat >"$t/bin/ldd" <<'F'
#!/bin/sh
[ $# -eq 1 ] && echo "$ldd"
F
cat >"$t/bin/modprobe" <<'F'
#!/bin/sh
[ "$*" = '-d  -S 6.12.0 -q --ignore-install --show-depends vfio-pci' ] ||
	{ echo "modprobe: not from modprobe(8): $*"; exit 99; }
[ "$module" ] && echo "$module"
F
chmod +x "$t/bin/ldd" "$t/bin/modprobe"
PATH=$t/bin:$PATH
export t judged='' hidden='' variant=''
