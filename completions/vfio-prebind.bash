# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completion of vfio-prebind for bash. What there is, the program itself says.

_vfio_prebind()
{
	local word=$2 before=$3 command='' i help
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--root) ((i++)) ;;
		-*) ;;
		*)
			command=${COMP_WORDS[i]}
			break
			;;
		esac
	done
	case $before in
	--root | --config)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	esac
	# shellcheck disable=SC2086 # no command is no word
	help=$(vfio-prebind $command --help 2>/dev/null)
	if [[ $command = list && $before = -o ]]; then
		local head=
		[[ $word = *,* ]] && head=${word%,*},
		compopt -o nospace
		mapfile -t COMPREPLY < <(compgen -P "$head" -W \
			"$(sed -n 's/^  \([A-Z][A-Z]*\)  .*/\1/p' <<<"$help")" -- "${word##*,}")
	elif [[ $command = generate && $before = --for ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(sed -n '/^LOADER/,$s/^  \([a-z-]*\)  .*/\1/p' <<<"$help")" -- "$word")
	elif [[ $word = -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(grep -oE -e '--[a-z]+' <<<"$help")" -- "$word")
	elif [[ -z $command ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(sed -n 's/^  \([a-z]*\)  .*/\1/p' <<<"$help")" -- "$word")
	elif [[ $command = generate ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(sed -n '/^LOADER/q; s/^  \([a-z]*\)  .*/\1/p' <<<"$help")" -- "$word")
	fi
}
complete -F _vfio_prebind vfio-prebind
