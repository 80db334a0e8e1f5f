# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # names are shared
# Sourced by `suite`: one language.
# What all machines say, for one language: a line each; verbs of the command, and a mistake for each reader.
spoken() { # spoken LANGUAGE
	for machine in "$machines"/*.machine; do
		rm -rf tree && "$expand" "$machine" tree && mkdir -p tree/etc || return
		printf 'bind 01:00.0\nbind ::0c03\nbind 00:1e.7\nbind 00:02.0\nbind ::0108\nskip x\nfoo\n' >tree/etc/vfio-prebind.conf
		for words in check list plan 'bind -n' status 'setup -n 01:00.0' 'setup -n 00:02.0' 'setup -n 00:14.0' 'generate cmdline' 'generate modprobe' ''; do
			# shellcheck disable=SC2086 # a command and its words
			LC_ALL=$1 "$program" --root tree $words 2>&1
		done
	done
}
cp -r "$folder" "$language.UTF-8"
msgfmt --check --statistics -o /dev/null "$po/$language.po" 2>&1 | grep -v '^[0-9]* translated messages\.$' >wrong
result "$language: every message is there, with its conversions"
msgcmp "$po/$language.po" "$po/vfio-prebind.pot" 2>wrong
result "$language: and none but those of the template"
spoken "$language.UTF-8" >said
grep -E ' (the|and|which|has|of|to|not|from|that|it|this|are|with) ' said | grep -v 'Port of\|^[-+# ]*\(#\|bind \)' >wrong
[ "$(wc -l <said)" -gt 500 ] || echo 'too little was said' >>wrong
result "$language: no sentence is left in English"
for words in 'check --json' 'list --json' 'plan --json' 'status --json' 'setup -n --json 01:00.0' 'generate --json cmdline'; do
	# shellcheck disable=SC2086 # a command and its words
	LC_ALL="$language.UTF-8" "$program" --root tree $words >there 2>/dev/null
	# shellcheck disable=SC2086 # as above
	"$program" --root tree $words 2>/dev/null | cmp - there && [ -s there ] || echo "$words"
done >wrong 2>&1
result "$language: JSON is the same"
LC_ALL="$language.UTF-8" "$program" --root tree setup -n 01:00.0 2>/dev/null | grep '^+[^+]' >there
"$program" --root tree setup -n 01:00.0 2>/dev/null | grep '^+[^+]' | cmp - there >wrong 2>&1
[ -s there ] || echo 'nothing is written' >>wrong
result "$language: what is written to files is the same"
# A letter of three bytes from U+3000 on takes two columns.
for machine in ubuntu-laptop vmd; do
	rm -rf tree && "$expand" "$machines/$machine.machine" tree
	echo q | LC_ALL="$language.UTF-8" "$program" --root tree setup | LC_ALL=C sed 's/[\xe3-\xef]../XX/g; s/[\xc2-\xe2][\x80-\xbf]*/X/g'
done | awk '/:[0-9a-f][0-9a-f]\.[0-9]/ && NF > 4 && /^ *[0-9]+ / { at = match($0, /[0-9a-f]+:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]\.[0-9]/)
	if (place && at != place) print "column " at " and " place ": " $0
	place = at; seen++ } END { if (seen < 4) print "no table" }' >wrong
result "$language: columns are straight"
