# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by the tests beside it. Each runs a script of ours, and looks at its exit status and
# at what it wrote. Prints `ok` and `not ok` lines, and fails when one was not ok.
# shellcheck disable=SC2034 # for those who source this
top=$(cd "$(dirname "$0")/../.." && pwd)
t=$(mktemp -d) || exit 1
trap 'rm -rf "$t"' EXIT
mkdir "$t/bin"
number=0 failed=0 status=0

# result TEXT: reports on the command that has just run.
result()
{
	# shellcheck disable=SC2181 # the command is the caller's last one
	if [ $? -eq 0 ]; then word=ok; else word='not ok' failed=$((failed + 1)); fi
	number=$((number + 1))
	echo "$word $number - $(basename "$0"): $1"
	[ "$word" = ok ] || sed 's/^/# /' "$t/said"
}

# says WORD...: the run ended with 0 and each word stands in what it wrote; without a word: silent.
says()
{
	[ "$status" -eq 0 ] || return 1
	[ $# -gt 0 ] || { [ ! -s "$t/said" ]; return; }
	for word; do grep -qF -e "$word" "$t/said" || return 1; done
}

finish()
{
	echo "1..$number"
	[ "$failed" -eq 0 ]
}
