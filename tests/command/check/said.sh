# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # what those who source this set
# What `check` said is in the file said.
number=0
say() { # say NAME WORDS: whether check said these lines
	number=$((number + 1))
	if printf '%s\n' "$2" | sed 's/^/  /' >"$scratch/want" && ! grep -vxFf "$scratch/said" "$scratch/want" >/dev/null; then echo "ok $number - $1"; else
		sed 's/^/# /' "$scratch/said"
		echo "not ok $number - $1"
	fi
}
counts() { # counts NAME COUNT WORDS: in so many lines
	number=$((number + 1))
	[ "$(grep -c "$3" "$scratch/said")" = "$2" ] || printf 'not '
	echo "ok $number - $1"
}
