# SPDX-License-Identifier: GPL-2.0-or-later
# What is there, a line each: section, path, type. From JSON as our programs lay it out, a key a line; with
# document=1 from the tables of docs/JSON.md, whose section "Findings" is check's, plan's and setup's.
function put(path, type) {
	# What several have in common is written once.
	if (section == "list") sub(/^groups\[\](\.children\[\])?/, "devices[]", path)
	if (section == "check") sub(/^[a-z]+\[\]/, "findings[]", path)
	print section, path, type
}
function key_of(text) { sub(/^"/, "", text); sub(/".*/, "", text); return text }
document && /^## / { section = $2; sub(/,$/, "", section); next }
document && /^\| `/ {
	split($0, cell, / *\| */)
	if (sub(/, or absent$/, "", cell[3])) absent = " absent"; else absent = ""
	gsub(/`/, "", cell[2])
	if (section != "Findings") { put(cell[2], cell[3] absent); next }
	section = "check"; put(cell[2], cell[3])
	section = "plan"; put(cell[2], cell[3])
	section = "setup"; put(cell[2], cell[3])
	section = "vm"; put(cell[2], cell[3])
	section = "Findings"
}
document { next }
{ sub(/^ */, ""); sub(/,$/, "") }
/^"[a-z0-9-]+": \[$/ { path[++depth] = key_of($0) "[]"; next }
/^"[a-z0-9-]+": / {
	whole = ""
	for (i = 1; i <= depth; i++) whole = whole path[i] "."
	value = $0; sub(/^"[a-z0-9-]+": /, "", value)
	put(whole key_of($0), value == "[]" ? "empty" : value == "null" ? "null" : value ~ /^"/ ? "string" : value ~ /^(true|false)$/ ? "boolean" : value ~ /^[0-9.]+$/ ? "number" : "unknown: " value)
	next
}
/^"/ {
	whole = path[1]
	for (i = 2; i <= depth; i++) whole = whole "." path[i]
	sub(/\[\]$/, "", whole)
	put(whole, "array of strings")
	next
}
/^\]$/ { depth-- }
