# SPDX-License-Identifier: GPL-2.0-or-later
# awk -f complete.awk -- WORD...: what may stand in place of the last of these words of
# `vfio-prebind WORD...`, for all shells. All of it is read from the program's own --help, so that a
# new command which says its options as the others do needs nothing here. Prints what follows:
# `words`, `list` (more may come after a comma) or `files`; then a line each: word, tab, meaning.

function quoted(text) { gsub(/'/, "'\\''", text); return "'" text "'" }

# Forgets the help read before. In the first line operands stand after the program's name and the
# command's; below, an option is "  --name" or "  -n, --name", with one blank before what it takes, and
# more before what it means; and what can stand for NAME follows a line "NAME is one of:".
function help_read(command,    from, line, head, section, n, words, parts, letter, i) {
	split("", takes); split("", meaning); split("", options); split("", operands)
	split("", choices)
	option_count = operand_count = 0
	from = "LC_ALL=C vfio-prebind " command " --help 2>/dev/null"
	while ((from | getline line) > 0) {
		if (!operand_count && line ~ /^vfio-prebind /) {
			n = split(line, words, " ")
			for (i = 2 + (command == "" ? 1 : split(command, parts, " ")); i <= n; i++)
				if (words[i] !~ /^\[(-|OPTION)/)
					operands[++operand_count] = words[i]
		}
		head = line
		sub(/^  /, "", head); sub(/(  .*)?$/, "", head)
		if (line ~ /^[A-Z]+ is one of:$/) {
			section = line
			sub(/ .*/, "", section)
		} else if (line ~ /^  -/) {
			n = split(head, words, " ")
			letter = words[1]
			i = sub(/,$/, "", letter) ? 2 : 1
			options[++option_count] = words[i]
			takes[letter] = takes[words[i]] = n > i ? words[i + 1] : ""
			meaning[words[i]] = substr(line, 3 + length(head))
		} else if (line ~ /^  [^ ]/ && section != "") {
			choices[section] = choices[section] head "\t" \
				trimmed(substr(line, 3 + length(head))) "\n"
		} else if (line ~ /^   / && section == "" && option_count) {
			meaning[options[option_count]] = meaning[options[option_count]] " " trimmed(line)
		} else {
			section = ""
		}
	}
	close(from)
}

function trimmed(text) { sub(/^ +/, "", text); return text }

# The last operand may come several times where it ends with "...".
function operand(number,    name) {
	if (number > operand_count && operands[operand_count] ~ /\.\.\./)
		number = operand_count
	name = operands[number]
	gsub(/[].[]/, "", name)
	return name
}

function options_print(    i) {
	print "words"
	for (i = 1; i <= option_count; i++)
		print options[i] "\t" trimmed(meaning[options[i]])
}

# In domain 0 also without it, where that is how the word begins.
function devices_print(root, word, with_addresses, with_ids,    from, line, n, words, ids, seen, name) {
	print "words"
	from = "vfio-prebind --root " quoted(root) " list -o ADDRESS,ID,NAME 2>/dev/null"
	from | getline line
	while ((from | getline line) > 0) {
		n = split(line, words, " ")
		name = n < 3 ? "" : substr(line, index(line, words[3]))
		if (word ~ /^..[:.]/)
			sub(/^0000:/, "", words[1])
		if (with_addresses)
			print words[1] "\t" words[2] " " name
		if (!seen[words[2]]++)
			ids = ids words[2] "\t" name "\n"
	}
	close(from)
	if (with_ids)
		printf "%s", ids
}

function list_print(text, word,    n, lines, i) {
	print "list"
	sub(/[^,]*$/, "", word)
	n = split(text, lines, "\n")
	for (i = 1; i < n; i++)
		print word lines[i]
}

BEGIN {
	root = "/"
	help_read("")
	for (i = 1; i < ARGC - 1; i++) {
		wanted = ""
		if (ARGV[i] ~ /^-/) {
			wanted = takes[ARGV[i]]
			if (wanted != "" && i < ARGC - 2) {
				wanted = ""
				i++
				if (ARGV[i - 1] == "--root")
					root = ARGV[i]
			}
		} else if (command != "" && operands[1] != "COMMAND") {
			count++
		} else {
			# One of a command's own commands, too.
			if (index("\n" choices["COMMAND"], "\n" ARGV[i] "\t") == 0)
				exit
			command = command (command == "" ? "" : " ") ARGV[i]
			help_read(command)
		}
	}
	word = ARGV[ARGC - 1]
	if (wanted == "" && word !~ /^-/)
		wanted = command == "" ? "COMMAND" : operand(count + 1)
	if (wanted == "")
		options_print()
	else if (wanted == "SELECTOR" || wanted ~ /BUS|VENDOR/)
		devices_print(root, word, wanted !~ /VENDOR/, wanted !~ /BUS/)
	else if (wanted ~ /,/)
		list_print(choices[substr(wanted, 1, index(wanted, ",") - 1)], word)
	else if (!(wanted in choices) && wanted ~ /^(DIR|FILE)(\|DIR)?$/)
		print "files"
	else
		printf "words\n%s", choices[wanted]
}
