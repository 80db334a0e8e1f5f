# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completion of vfio-prebind for bash. What there is, complete.awk says.

_vfio_prebind()
{
	local words cword cur kind word text i
	local -a lines found=()
	_get_comp_words_by_ref -n : cur words cword
	mapfile -t lines < <(awk -f /usr/lib/vfio-prebind/complete.awk -- "${words[@]:1:cword}" 2>/dev/null)
	kind=${lines[0]-}
	case $kind in
	files)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	list) compopt -o nospace ;;
	esac
	for ((i = 1; i < ${#lines[@]}; i++)); do
		[[ ${lines[i]} != "$cur"* ]] || found+=("${lines[i]}")
	done
	COMPREPLY=()
	for text in "${found[@]}"; do
		word=${text%%$'\t'*}
		# While there is a choice also what they are: bash inserts what all have in common.
		((${#found[@]} == 1)) || [[ $text = *$'\t' ]] || printf -v word '%-14s  (%s)' "$word" "${text#*$'\t'}"
		# For bash a word begins after a colon.
		COMPREPLY+=("${word#"${cur%"${cur##*:}"}"}")
	done
}
complete -F _vfio_prebind vfio-prebind
