# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # what those who source this set
# note TREE: notes what `check` finds there, for the test that looks whether all is found somewhere.
note() {
	{
		printf 'run %s' "$0"
		${as-} "$program" --root "$1" check --json 2>/dev/null |
			sed -n 's/.*"guard": "\([^"]*\)".*/ \1/p' | tr -d '\n'
		echo
	} >>"$kinds"
}
