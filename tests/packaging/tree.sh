# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by image-hook and image-hook-wrong: a tree and an image for the hook to work on, and what it calls there.
# shellcheck disable=SC2154 # t and top are check.sh's, sourced before

# moved FILE: that script of ours, with its absolute paths moved into the tree.
moved() { sed "s#\([[:space:]=-]\)/\(usr/\|etc/\|lib\b\)#\1$t/root/\2#g" "$top/install/$1"; }

# hook-functions: what initramfs-tools(7) promises of the functions that the hook calls.
tree()
{
	rm -rf "$t/root" "$t/image"
	mkdir -p "$t/image" "$t/root/etc/vfio-prebind.conf.d" "$t/root/etc/modprobe.d" "$t/root/lib/modprobe.d" \
		"$t/root/usr/lib/vfio-prebind" "$t/root/usr/share/initramfs-tools" "$t/root/usr/local/lib/modprobe.d" \
		"$t/root/usr/lib/modprobe.d" "$t/image/scripts/init-top" "$t/image/scripts/local-block"
	touch "$t/image/scripts/init-top/00-vfio-prebind" "$t/image/scripts/local-block/vfio-prebind"
	for file in image-files image-libraries kernel-unpacks image-carriers image-variants; do
		moved common/$file >"$t/root/usr/lib/vfio-prebind/$file" && chmod +x "$t/root/usr/lib/vfio-prebind/$file"
	done
	cp /bin/true "$t/root/usr/lib/vfio-prebind/vfio-prebind-helper"
	cat >"$t/root/usr/share/initramfs-tools/hook-functions" <<-'F'
		copy_file() {
			[ $# -eq 2 ] || exit 99
			[ -f "$2" ] || return 2
			! [ -e "$DESTDIR$2" ] || return 1
			mkdir -p "$DESTDIR${2%/*}" && cp "$2" "$DESTDIR$2"
		}
		copy_exec() { [ $# -eq 1 ] || exit 99; copy_file binary "$1" || [ $? -eq 1 ]; }
		manual_add_modules() { echo "$@" >>"$DESTDIR/modules"; }
	F
	mkdir -p "$t/root/usr/bin" && cat >"$t/root/usr/bin/vfio-prebind" <<-'F'
		#!/bin/sh
		[ "$*" != 'variants --kernel 6.1.0' ] || exec echo "$variant"
		[ $# -eq 4 ] && echo "$@"
	F
	chmod +x "$t/root/usr/bin/vfio-prebind"
	echo 'bind 10de:2820' >"$t/root/etc/vfio-prebind.conf"
	echo 'skip 10de:25a2' >"$t/root/etc/vfio-prebind.conf.d/a.conf"
	echo 'options vfio-pci disable_vga=1' >"$t/root/usr/local/lib/modprobe.d/vfio.conf"
	printf 'options \\\n\tvfio-pci ids=10de:2820\n' >"$t/root/usr/local/lib/modprobe.d/wrapped.conf"
	echo 'options snd_hda_intel power_save=1' >"$t/root/usr/local/lib/modprobe.d/other.conf"
	# What the helper opens stands in its ELF note, as text, and what that library opens in the one of that.
	echo '[{"feature":"k","priority":"required","soname":["libk.so"]}]' >>"$t/root/usr/lib/vfio-prebind/vfio-prebind-helper"
	echo '[{"feature":"a","priority":"recommended","soname":["liba.so.1"]},' >"$t/root/lib/libk.so"
	echo '{"feature":"b","priority":"suggested","soname":["libb.so.1"]}]' >>"$t/root/lib/libk.so"
	touch "$t/root/lib/libc.so.6" "$t/root/lib/liba.so.1" "$t/root/lib/libb.so.1"
	ldd="	libc.so.6 => $t/root/lib/libc.so.6 (0x0)" module=0 confdir=
}

variant=
cat >"$t/bin/ldd" <<'F'
#!/bin/sh
[ $# -eq 1 ] && echo "$ldd"
F
cat >"$t/bin/modprobe" <<'F'
#!/bin/sh
[ "$*" = '--set-version=6.1.0 -q --ignore-install --show-depends vfio-pci' ] && exit "$module"
echo "modprobe: not from modprobe(8): $*"
exit 99
F
chmod +x "$t/bin/ldd" "$t/bin/modprobe"

hook()
{
	moved initramfs-tools/vfio-prebind >"$t/hook"
	(
		unset CONFDIR
		export PATH="$t/bin:$PATH" DESTDIR="$t/image" version=6.1.0 ldd module variant
		[ -z "$confdir" ] || export CONFDIR="$confdir"
		sh "$t/hook" "$@"
	) >"$t/said" 2>&1
	# shellcheck disable=SC2034 # both are for the caller to look at
	status=$? in="$t/image$t/root"
}
