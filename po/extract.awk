# SPDX-License-Identifier: GPL-2.0-or-later
# Of all strings those that are for people: two words at least, one of them in plain letters, or one of the
# words below. What programs read is left out. Each with a conversion is marked as a format.
BEGIN {
	count = split("error|late|no|note|refused|warning|yes|recommended|set up|host|fix: |unknown|KIND|NAME|NOTE|NO|ADDRESS|COMES WITH|" \
		"in part|on|off|alone|not seen|built in|with others", words, "|")
	for (i = 1; i <= count; i++) wanted[words[i]] = 1
	print "# Messages of vfio-prebind's command; made by po/extract."
	print "msgid \"\""
	print "msgstr \"\""
	print "\"Project-Id-Version: vfio-prebind\\n\""
	print "\"MIME-Version: 1.0\\n\""
	print "\"Content-Type: text/plain; charset=UTF-8\\n\""
	print "\"Content-Transfer-Encoding: 8bit\\n\""
}
function is_for_people(text) {
	if (text in wanted) return 1
	if (text ~ /\\[trvf]|^#|_us=|errno=|^(finding|device|folder|effect|update-initramfs|dracut|mkinitcpio|kernel-install|grubby|systemctl|softdep|blacklist|options|bootctl|limine|kernelstub|sdbootutil|state|power|parameter|multipath|mdadm|echo|id =|PATH|release %|export|eval|drivers %|number %)/ && text !~ /^(options that|device is|devices)/)
		return 0
	return text ~ /[A-Za-z'][A-Za-z'][,;:)]*(\\n|[ ('"])+([a-z][a-z]+|a |%|'%)/
}
function flush() {
	if (has && text != "" && is_for_people(text)) {
		print ""
		if (text ~ /%[-0-9.*zlu]*[a-zA-Z]/ && text !~ /^[^%]*% /) print "#, c-format"
		printf "%s", lines
		print "msgstr \"\""
	}
	has = text = lines = ""
	is_id = 0
}
/^msgid / { is_id = has = 1; sub(/^msgid /, ""); lines = "msgid " $0 "\n"; text = substr($0, 2, length($0) - 2); next }
/^msgstr / { is_id = 0; flush(); next }
is_id && /^"/ { lines = lines $0 "\n"; text = text substr($0, 2, length($0) - 2) }
