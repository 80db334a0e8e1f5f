# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by `machine`: a root folder with the program in it and all that it starts. The generator
# and update-grub are played (fakes/), since the real ones want a system around them.
# shellcheck disable=SC2016,SC2034,SC2154 # names are shared, and $ is for others to expand
board=ubuntu-laptop
# shellcheck source-path=SCRIPTDIR source=../check/images.sh
. "$here/../check/images.sh"

# put_program NAME...: with the libraries that it is linked to.
put_program() {
	for name; do
		file=$(command -v "$name") && cp -L "$file" "$tree/usr/bin/" || return
		for library in $(ldd "$file" | grep -o '/[^ ]*'); do
			mkdir -p "$tree${library%/*}" && cp -L "$library" "$tree$library" || return
		done
	done
}

root_make() {
	machine && tools || exit 1
	# A second kernel, which everything has to be done for as well.
	for folder in "$tree" "$in"; do cp -r "$folder/$modules/.." "$folder/usr/lib/modules/6.2.0-test"; done
	depmod -b "$tree" 6.2.0-test || exit 1
	mkdir -p "$tree/dev" "$tree/usr/bin" "$tree/usr/sbin" "$tree/boot/grub" "$tree/var/lib" \
		"$tree/etc/default" "$tree/sys/firmware/acpi/tables"
	put_program sh cat cp cpio find diff grep sed sort mkdir rm sleep touch "$program" && cp "$here"/fakes/*-* "$tree/usr/sbin" &&
		mkdir "$tree/etc/grub.d" && cp "$here/fakes/10_linux" "$tree/etc/grub.d" || exit 1
	ln -s usr/bin "$tree/bin" && mv "$in" "$tree/image" && mv "$tree/proc" "$tree/proc.of" && mkdir "$tree/proc"
	touch "$tree/sys/firmware/acpi/tables/DMAR" "$tree/dev/null"
	printf 'reads /etc/default/grub.d\n' >"$tree/usr/sbin/grub-mkconfig"
	echo 'GRUB_CMDLINE_LINUX_DEFAULT="quiet"' >"$tree/etc/default/grub"
	echo '# mine' >"$tree/etc/vfio-prebind.conf"
	inside 'update-grub && for kernel in 6.1.0-test 6.2.0-test; do update-initramfs -u -k $kernel || exit; done' || exit 1
}

# Commands for a shell of its own: the machine's files over those of this kernel's /proc, or nothing; $tree is exported.
covered='mount --rbind /proc $tree/proc && mount --bind /dev/null $tree/dev/null && mount --bind $tree/proc.of/cmdline $tree/proc/cmdline || exit 99
	for file in interrupts swaps config.gz xen/capabilities; do
		[ ! -e $tree/proc/$file ] || mount --bind $tree/dev/null $tree/proc/$file || exit 99
	done'
# inside COMMANDS: in it, without a network. What is mounted, $mounts as well, is gone with it. $as: chroot's
# words for another user.
inside() {
	export tree
	set -- "$covered
		true ${mounts-} || exit 99
		exec env -i PATH=/usr/bin:/usr/sbin chroot ${as-} \$tree sh -c '$1'"
	if [ "$(id -u)" = 0 ]; then unshare --mount --net sh -c "$1"; else unshare --mount --net --map-root-user sh -c "$1"; fi
}
# sum: all that can be told of what setup and remove change, but for times and the texts of the journal.
sum() { tree_sum "$tree" --exclude="var/lib/vfio-prebind/*" && sha256sum "$tree"/boot/initrd.img-* "$tree/boot/grub/grub.cfg"; }
run() { inside "vfio-prebind $*" >"$t/said" 2>&1; }
