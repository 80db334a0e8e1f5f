# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by the tests of images: a machine with one kernel, and what `check` says of its image.
# Arguments: PROGRAM EXPAND SCRATCH.
# shellcheck disable=SC2034 # for those who source this
program=$1 expand=$2 t=$3 kinds=$3/kinds
top=$(dirname "$0")/../../..
release=6.1.0-test tree=$t/tree in=$t/image
lib=usr/lib/vfio-prebind modules=usr/lib/modules/$release/kernel unit=vfio-prebind-initrd.service
number=0
# shellcheck source-path=SCRIPTDIR source=note.sh
. "$top/tests/command/check/note.sh"
# shellcheck source-path=SCRIPTDIR source=image.sh
. "$top/tests/command/check/image.sh"

# result NAME: reports on the command that has just run.
result() {
	# shellcheck disable=SC2181 # the command is the caller's last one
	if [ $? -eq 0 ]; then word=ok; else
		sed 's/^/# /' "$t/said"
		word='not ok'
	fi
	number=$((number + 1))
	echo "$word $number - $1"
}
put() { mkdir -p "${1%/*}" && cat >"$1"; }
check() {
	${as-} "$program" --root "$tree" check >"$t/said" 2>&1
	note "$tree"
}
# fine NAME: check looked into images, and has nothing to say about them.
fine() {
	check
	grep -q "^  looked into: $tree" "$t/said" && grep -qx '  yes: nothing is wrong with them' "$t/said"
	result "$1"
}
# warns NAME "REASON; FIX": check says that of the image, and warns of nothing else.
warns() {
	check
	printf '  warning: %s %s\n    fix: %s\n' "$tree/$image" "${2%%; *}" "${2#*; }" >"$t/want"
	grep -A 1 "^  warning: $tree/" "$t/said" | sed 's/ \[[-[:lower:]]*\]$//' | cmp -s - "$t/want"
	result "$1"
}

# one PATH: what check says of that image alone.
one() {
	"$program" --root "$tree" check --image "$1" >"$t/said" 2>&1
	status=$?
}
# first NAME PATH: that it runs first there.
first() {
	one "$2"
	[ $status -eq 0 ] && grep -qx "$2: vfio-prebind is in it, and runs first (.*)" "$t/said" && [ "$(wc -l <"$t/said")" -eq 1 ]
	result "$1"
}
# finds NAME PATH KIND WORDS FIX: that one thing alone.
finds() {
	one "$2"
	[ $status -eq 1 ] && [ "$(wc -l <"$t/said")" -eq 2 ] && grep -qxF "warning: $2 $4 [$3]" "$t/said" && grep -qxF "  fix: $5" "$t/said"
	result "$1"
}

# The machine: initramfs-tools and our package, and one kernel whose vfio-pci is made of two modules.
machine() {
	rm -rf "$tree" && "$expand" "$top/tests/machines/${board-old-board}.machine" "$tree" || exit 1
	mkdir -p "$tree/$modules" "$tree/boot" && rm -rf "${tree:?}/lib" && ln -s usr/lib "$tree/lib"
	module vfio __ksymtab_strings '.asciz "vfio_x"' && module vfio-pci .test '.quad vfio_x' &&
		touch "$tree/$modules/../modules.order" "$tree/$modules/../modules.builtin" "$tree/$modules/../modules.builtin.modinfo"
	depmod -b "$tree" $release || exit 1
	mkdir -p "$tree/$lib" && cp "$t/helper" "$tree/$lib/vfio-prebind-helper" && cp "$top/hooks/systemd/$unit" "$tree/$lib"
	for file in share/initramfs-tools/hook-functions share/initramfs-tools/hooks/vfio-prebind \
		lib/dracut/modules.d/50vfio-prebind/module-setup.sh lib/initcpio/install/vfio-prebind; do
		echo x | put "$tree/usr/$file"
	done
	echo 'bind 10de:2820' | put "$tree/etc/vfio-prebind.conf"
	echo 'options vfio-pci disable_vga=1' | put "$tree/etc/modprobe.d/vfio.conf"
	echo 'options snd_hda_intel power_save=1' | put "$tree/etc/modprobe.d/other.conf"
	image=boot/initrd.img-$release
}
# module NAME SECTION SYMBOL: what depmod goes by is who has and who wants a symbol.
module() { printf '.section %s,"a"\n%s\n' "$2" "$3" | gcc -c -x assembler -o "$tree/$modules/$1.ko" -; }

# The helper, a library that it needs, one that this one needs, and one that the helper opens: nothing
# else, not even libc.
rm -rf "$t" && mkdir -p "$t/early/kernel/x86" && echo x >"$t/early/kernel/x86/microcode"
t=$(realpath "$t") && tree=$t/tree in=$t/image
link() { gcc -nostdlib -Wl,--build-id -Wl,--no-as-needed "$@"; }
echo 'int one;' >"$t/x.c"
cat >"$t/note.s" <<'E'
.section .note.dlopen,"a",@note
.long 4, 2f - 1f, 0x407c0c0a
.asciz "FDO"
1: .ascii "[{\"feature\":\"a\",\"priority\":\"recommended\",\"soname\":[\"liba.so.1\"]},"
.asciz "{\"feature\":\"b\",\"priority\":\"required\",\"soname\":[\"libopened.so.1\"]}]"
2: .balign 4
.section .note.GNU-stack,"",@progbits
E
link -shared -Wl,-soname,libtwo.so.1 -o "$t/libtwo.so.1" "$t/x.c" &&
	link -shared -Wl,-soname,libone.so.1 -o "$t/libone.so.1" "$t/x.c" "$t/libtwo.so.1" &&
	link -shared -o "$t/libopened.so.1" "$t/x.c" &&
	link -shared -o "$t/helper" "$t/x.c" "$t/note.s" "$t/libone.so.1" || exit 1
