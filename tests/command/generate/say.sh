# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced by suite: what it says of one test.
# shellcheck disable=SC2154 # scratch, here and tree are the caller's
number=0

say() { # say NAME: compares the files want and got
	number=$((number + 1))
	if diff -u "$scratch/want" "$scratch/got" >"$scratch/diff" && [ -s "$scratch/want" ]; then
		echo "ok $number - $1"
	else
		sed 's/^/# /' "$scratch/diff"
		echo "not ok $number - $1"
	fi
}

skip() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

# judge MODPROBE...: both of its ways to say what it would do. What is loaded on this machine is
# not loaded again, and -n knows that.
judge() {
	local version how
	version=$("$@" --version | head -n 1)
	for how in --show-depends '-n -v'; do
		cp "$here/loads.want" "$scratch/want"
		"$here/loads" "$tree" "$scratch" "$how" "$@" <"$scratch/want" >"$scratch/got"
		if [ "$how" = '-n -v' ] && sed 's/.*://' "$here/loads.want" | tr ' -' '\n_' |
			grep -qxFf - <(cut -d ' ' -f 1 /proc/modules); then
			skip "$version: modprobe $how" 'this machine has loaded one of these modules'
		else
			say "$version: modprobe $how"
		fi
	done
}
