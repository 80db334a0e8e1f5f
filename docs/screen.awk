# SPDX-License-Identifier: GPL-2.0-or-later
# What a terminal shows, with its colours, as a picture: lines with the escapes of green, bold red and yellow, and
# reverse. `title` is for those who do not see it.
function quoted(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); return text }
function style_of(escape) {
	if (escape == "\033[32m") return "fill=\"#8ae234\""
	if (escape == "\033[1;31m") return "fill=\"#ef2929\" font-weight=\"bold\""
	if (escape == "\033[1;33m") return "fill=\"#fce94f\" font-weight=\"bold\""
	if (escape == "\033[7m") return "fill=\"#2e3436\""
	return ""
}
{
	sub(/ +$/, "")
	line = $0
	out = style = ""
	column = 0
	while (line != "") {
		at = match(line, /\033\[[0-9;]*m/)
		text = at ? substr(line, 1, at - 1) : line
		escape = at ? substr(line, at, RLENGTH) : ""
		line = at ? substr(line, at + RLENGTH) : ""
		if (text != "") out = out "<tspan x=\"" 12 + column * 8 "\"" (style == "" ? "" : " " style) ">" quoted(text) "</tspan>"
		# In bytes: what is not ASCII here is a letter of three, of one column.
		plain = text
		column += length(plain) - (gsub(/[\342-\357]/, "", plain) * 2)
		if (escape == "\033[7m") reversed[NR] = 1
		style = escape == "" ? style : style_of(escape)
	}
	widest = column > widest ? column : widest
	lines[NR] = out
}
END {
	width = 24 + widest * 8
	print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " width " " 24 + NR * 18 "\" width=\"" width "\" role=\"img\">"
	print "<!-- SPDX-License-Identifier: GPL-2.0-or-later; made by `make screens-drawn` -->"
	print "<title>" quoted(title) "</title>"
	print "<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#2e3436\"/>"
	print "<g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"13.3\" fill=\"#eeeeec\" xml:space=\"preserve\">"
	for (i = 1; i <= NR; i++) {
		if (i in reversed) print "<rect x=\"8\" y=\"" i * 18 - 4 "\" width=\"" width - 16 "\" height=\"18\" fill=\"#eeeeec\"/>"
		if (lines[i] != "") print "<text y=\"" 10 + i * 18 "\">" lines[i] "</text>"
	}
	print "</g>\n</svg>"
}
