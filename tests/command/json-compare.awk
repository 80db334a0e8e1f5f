# SPDX-License-Identifier: GPL-2.0-or-later
# Of lines "section path type" those that the file `written` does not allow.
BEGIN {
	while ((getline line <written) > 0) {
		split(line, word, " ")
		sub(/ absent$/, "", line)
		type[word[1] " " word[2]] = substr(line, length(word[1] word[2]) + 3)
	}
}
{
	key = $1 " " $2
	found = substr($0, length(key) + 2)
	if (found == "empty" && (!(key in type) || type[key] ~ /^array/)) next
	if (!(key in type)) print key ": not in the document, a " found
	else if (found == "null" ? type[key] !~ /or null$/ : type[key] != found && type[key] != found " or null")
		print key ": " found ", but in the document " type[key]
}
