# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by `guides`: one machine of a guide, and what becomes of it.
# shellcheck disable=SC2154 # program, expand, here, scratch and words are of those who source this
put() { mkdir -p "$tree/$(dirname "$1")" && cat >>"$tree/$1"; }
run() { "$program" --root "$tree" "$@" >"$scratch/said" 2>&1; }
# begin NAME BOARD CMDLINE: the machine, as that guide's command line boots it.
begin() {
	name=$1 tree=$scratch/$1
	{ cat "$here/../../machines/$2.machine" && echo "cmdline $3"; } >"$scratch/$1.machine"
	"$expand" "$scratch/$1.machine" "$tree" && mkdir -p "$tree/var/lib" "$tree/boot/grub" "$tree/usr/sbin" || exit 1
}
# take COUNT FUNCTION...: so many lines are the guide's; it gives these away. The next boot has the
# words of the file $words.
take() {
	count=$1 before=$(tree_sum "$tree")
	shift
	run check
	found=$(grep -c -e '\[leftover' "$scratch/said")
	wrong=
	[ "$found" = "$count" ] || wrong="$found lines"
	result "$name: check names $count lines" "$wrong"
	run setup --yes 01:00.0 && [ "$(tree_sum "$tree")" != "$before" ] && cp "$tree/proc/cmdline" "$scratch/cmdline" &&
		grep -v '^#' "$tree/$words" >"$tree/proc/cmdline" && run check
	! grep -e '\[leftover' -e '\[wrong-id\]' -e '\[virqfd\]' "$scratch/said" >"$scratch/left"
	result "$name: setup takes all of them over" "$(cat "$scratch/left")"
	wrong=
	run plan --json
	given=$(awk '/"address"/ { address = $2 } /"next": "vfio-pci"/ { printf "%s", address }' "$scratch/said")
	[ "$given" = "$(printf '"%s",' "$@")" ] || wrong="not so: $given"
	result "$name: plan gives $*" "$wrong"
	cp "$scratch/cmdline" "$tree/proc/cmdline"
	run remove --yes && [ "$(tree_sum "$tree")" = "$before" ]
	result "$name: remove leaves what there was" "$(cond $? "$(cat "$scratch/said")")"
}
cond() { [ "$1" = 0 ] || echo "$2"; }
