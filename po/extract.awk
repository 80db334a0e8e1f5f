# SPDX-License-Identifier: GPL-2.0-or-later
# extract.awk TEMPLATE TEMPLATE: of all strings those that are for people: two words at least, one of them in
# plain letters, or one of the words below. What programs read is left out. What has a conversion is a format.
BEGIN {
	count = split("error|late|no|note|refused|warning|yes|recommended|set up|host|fix: |unknown|KIND|NAME|NOTE|NO|ADDRESS|COMES WITH|" \
		"on|off|alone|not seen|built in|with others|module|others|none|bound|released|one|two|three|four|five|six|seven|eight|nine|many|" \
		", running|in use|vfio-pci, late|by hand (bind)|by hand (release)|in the initramfs|on hotplug|to VMs|group %u|TODAY|NEXT BOOT|BECAUSE OF", words, "|")
	for (i = 1; i <= count; i++) wanted[words[i]] = 1
	print "# Messages of vfio-prebind's command; made by po/extract."
	print "msgid \"\""
	print "msgstr \"\""
	print "\"Project-Id-Version: vfio-prebind\\n\""
	print "\"MIME-Version: 1.0\\n\""
	print "\"Content-Type: text/plain; charset=UTF-8\\n\""
	print "\"Content-Transfer-Encoding: 8bit\\n\""
}
# What is put together elsewhere: the names of guards, which `list` says with blanks, and sentences of several parts.
END {
	group = "shares its IOMMU group with %s"
	taken = group ", which host drivers have or will take"
	today = "is on vfio-pci today, but "
	count = split("boot display|bridge|companion|default route|device in use|disk in use|framebuffer|group|identity|keyboard|" \
		"last display|network root|skip|system disk|twin|unread skip|unreadable|'%s': %s|" \
		taken ", so no VM can use it|" taken ", so no VM can use it: %s|" \
		taken "; Proxmox VE takes the whole group from the host when the VM starts|" \
		group "; Proxmox VE gives a VM the whole group, so starting the VM would take that from the host|" \
		"%s, or move the card to another slot|bind that one to vfio-pci too|bind those to vfio-pci too|" \
		"%s, and bind the others to vfio-pci too|" today "stays with the host: %s|" today "%s|" \
		"stays with the host: %s|'%s' %s|: %s|; %s|%s on the kernel command line|that|to free it, run: %s|%s, and boot again|" \
		"%s, which carries %s, which %s: %s|%s carries %s, which %s: %s|" group ", which carries %s, which %s: %s|" \
		"%s (process %s) has %s open, %s|is %s, but %s was expected there; it stays with the host, and so does every %s|" \
		"kernel %s has no vfio-pci, so it binds nothing|is taken off the bus by a udev rule: %s|" \
		"gets its driver from a udev rule as well: %s|a program", words, "|")
	for (i = 1; i <= count; i++)
		print (words[i] ~ /%/ ? "\n#, c-format" : "") "\nmsgid \"" words[i] "\"\nmsgstr \"\""
}
function is_for_people(text) {
	if (text in wanted) return 1
	if (text ~ /\\[trvfe]|^(\\n)?#|_us=|errno=|%lx|^(finding|device|folder|effect|update-initramfs|dracut|mkinitcpio|kernel-install|grubby|systemctl|softdep|blacklist|options|bootctl|limine|kernelstub|sdbootutil|state|power|parameter|multipath|mdadm|echo|id =|PATH|release %|export|eval|drivers %|number %|command %|file %|cryptsetup|dmsetup|vgchange|zfs set|sudo|iface |ip (address|link)$|rpm-ostree kargs|proxmox-boot-tool|sdboot-manage|swaps on it|variants: %|U_BOOT|began-us|CPU)/)
		return text ~ /^options? (that|requires)/
	if (text ~ /^(vfio-prebind:? (%s(\\n)?|carriers 1(\\n)?|check|generate|journal 1.*|list|plan|setup|status)|(vm|[a-z][a-z][a-z]+): (%s)+(: %s)?|.*\*security key\*.*| compatible controller|%s(bind|kernel-install add) %s.*|<%d>.*|.*Boot with standard.*|%s \(pid %d\))$/) return 0
	return text ~ /[A-Za-z'][A-Za-z'][,;:)]*(\\n|[ ('"])+([a-z][a-z]+|a |%|'%)/
}
function flush() {
	if (NR != FNR && has && text != "" && !(text in is_plural) && is_for_people(text)) {
		print ""
		if (text ~ /%[-0-9.*zlu]*[a-zA-Z]/ && text !~ /^[^%]*% /) print "#, c-format"
		printf "%s", lines
		if (plural != "") print "msgstr[0] \"\"\nmsgstr[1] \"\""
		else print "msgstr \"\""
	}
	if (plural != "") is_plural[plural] = 1
	has = text = lines = plural = ""
	part = 0
}
/^msgid / { part = has = 1; lines = $0 "\n"; text = substr($0, 8, length($0) - 8); next }
/^msgid_plural / { part = 2; lines = lines $0 "\n"; plural = substr($0, 15, length($0) - 15); next }
/^msgstr/ { if (part) flush(); next }
part == 1 && /^"/ { lines = lines $0 "\n"; text = text substr($0, 2, length($0) - 2) }
part == 2 && /^"/ { lines = lines $0 "\n"; plural = plural substr($0, 2, length($0) - 2) }
