# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by variants and variants-bound: a tree with the index of real modules, variants of vfio-pci among
# them; the arguments are theirs.
# shellcheck disable=SC2034 # for those who source this
set -u
export LC_ALL=C
program=$1 helper=$2 expand=$3 scratch=$5 number=0
rm -rf "$scratch" && mkdir -p "$scratch" && "$expand" "$4/twins.machine" "$scratch/tree" || exit 1
tree=$scratch/tree release=6.12.0-test
devices=$tree/sys/bus/pci/devices drivers=$tree/sys/bus/pci/drivers
result() { # result STATUS NAME
	number=$((number + 1))
	[ "$1" = 0 ] || { sed 's/^/# /' "$scratch/said" && printf 'not '; }
	echo "ok $number - $2"
}
run() { "$program" --root "$tree" "$@" >"$scratch/said" 2>&1; }
has() { grep -qF -e "$1" "$scratch/said"; }
module() { # module NAME ALIAS
	printf '.section .modinfo,"a"\n.asciz "alias=%s"\n' "$2" >"$scratch/$1.s"
	gcc -c -o "$tree/lib/modules/$release/kernel/$1.ko" "$scratch/$1.s"
}
line() { echo "bind $1" >"$tree/etc/vfio-prebind.conf"; }
mkdir -p "$tree/lib/modules/$release/kernel" "$tree/etc" "$tree/proc/sys/kernel" || exit 1
echo $release >"$tree/proc/sys/kernel/osrelease"
module vfio-pci 'vfio_pci:v*d*sv*sd*bc*sc*i*'
module nvgrace-gpu-vfio-pci 'vfio_pci:v000010DEd00002487sv*sd*bc*sc*i*'
module other-vfio-pci 'vfio_pci:v00001002d*sv*sd*bc*sc*i*'
depmod -b "$tree" $release 2>/dev/null || exit 1
