# SPDX-License-Identifier: GPL-2.0-or-later
# Of a template, what is no whole sentence but a part that others are put before or after.
/^msgid "/ {
	text = substr($0, 8, length($0) - 8)
	if (text ~ /^[,;:] ?[^%]/ || text ~ /^ [^ ]/ || text ~ /[a-z,;:(] $/)
		if (text !~ /^(fix: |Which\?.*)$/) print text
}
