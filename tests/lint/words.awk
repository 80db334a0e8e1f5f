# SPDX-License-Identifier: GPL-2.0-or-later
# Words that a reader stumbles on, in comments, messages and manuals: FILE:LINE: the words, and what
# to write in their place. Of C only comments and string literals count, elsewhere all of the text.
# What is one sentence is looked at as one, however its lines are broken: `text` is a file's text with
# "|" where another comment, string or paragraph begins, at[i] where line i of it does.
BEGIN {
	place = "(an?|the|its|that|this|each|every|another|one|same) +"
	bridge = "(bridge|switch|port|adapter|iommu|vmd|hub)"
	# A device can be behind a bridge; a word or a file comes after another.
	# "behind=" is a keyword.
	rule("behind", "after, below or below it in the tree", "", \
		"^=|^ +(" place ")?([a-z0-9'-]+ +)?([a-z0-9'-]+ +)?" bridge)
	# A lock is held, and a file or a disk holds data; a check or an option applies.
	rule("holds?", "apply", "(what(ever)? +([a-z'-]+ +)?([a-z'-]+ +)?[a-z'-]+ +((has|is) +to +)?|cannot +|can +)$", "", \
		"( *[.,;:)][^a-z0-9]| +(for|as|at|also|too|here|there|only|anyway|alone|in|by|until|early|late)[^a-z])")
	rule("(nobody|no one) +(can|could) +(tell|say|know|rule)", "unknown, or cannot tell")
	rule("ma(ke|kes|de|king) +no +sense", "an unexpected value, or is not understood")
	rule("pass(es|ed|ing)? +over", "skip")
	# Things can be all the same.
	rule("all +the +same", "anyway", "(are|is|were|was|be) +$")
	rule("mend(s|ed|ing)?", "fix")
	rule("firmware('s)? +(own +)?picture", "the firmware framebuffer")
	rule("(the|that|its|whose) +picture +(is|was|stays|stood|off|you)", "the framebuffer")
	rule("put(s|ting)? +([a-z'-]+ +)?([a-z'-]+ +)?back", "roll back, restore")
}
# rule(WORDS, BETTER, UNLESS_BEFORE, UNLESS_AFTER, AFTER): regular expressions, in lower case.
function rule(words, better, unless_before, unless_after, after) {
	rules++
	pattern[rules] = "[^a-z]" words (after ? after : "[^a-z]")
	instead[rules] = better
	before[rules] = unless_before
	behind[rules] = unless_after
}

function begin() { text = "|"; lines = in_comment = 0 }
function say(position, words, better,	i) {
	for (i = lines; i > 1 && at[i] > position; i--)
		;
	gsub(/^[^A-Za-z]+|[^A-Za-z]+$/, "", words)
	print file ":" number[i] ": '" words "': " better
	found++
}
function judge(	lower, i, start, rest, words) {
	lower = tolower(text)
	for (i = 1; i <= rules; i++)
		for (start = 1; match(rest = substr(lower, start), pattern[i]); start += RSTART + RLENGTH - 2) {
			words = substr(text, start + RSTART - 1, RLENGTH)
			# A keyword, alone in its string.
			if (words ~ /^\|.*\|$/)
				continue
			if (before[i] && substr(lower, 1, start + RSTART - 1) ~ before[i])
				continue
			if (behind[i] && substr(rest, RSTART + RLENGTH - 1) ~ behind[i])
				continue
			say(start + RSTART, words, instead[i])
		}
	# A question may ask who. A sentence that tells has another subject.
	for (start = 1; match(rest = substr(text, start), /[|.;:!?] *Who [^|.?!]*[|.?!]/); start += RSTART + RLENGTH - 2)
		if (substr(rest, RSTART + RLENGTH - 1, 1) != "?")
			say(start + RSTART, "Who", "another subject: what, a program that, users who")
	for (start = 1; match(rest = substr(text, start), /\| *Of [^|]/); start += RSTART + 2)
		say(start + RSTART, "Of", "begin with what it is about")
}
function add(words) { text = text words }

# Of a line of C what stands in comments and in strings.
function c_add(line,	end) {
	while (line != "") {
		if (in_comment) {
			sub(/^[ \t]*\*+([ \t]|$)/, "", line)
			end = index(line, "*/")
			add((end ? substr(line, 1, end - 1) "|" : line))
			line = end ? substr(line, end + 2) : ""
			in_comment = !end
		} else if (match(line, /^[ \t\\]+/)) {
			line = substr(line, RLENGTH + 1)
		} else if (match(line, /^\/\*+/)) {
			add("|")
			in_comment = 1
			line = substr(line, RLENGTH + 1)
		} else if (line ~ /^\/\//) {
			add("|" substr(line, 3) "|")
			line = ""
		} else if (match(line, /^"(\\.|[^"\\])*"/)) {
			end = substr(line, 2, RLENGTH - 2)
			gsub(/\\[nt]/, " ", end)
			add(end)
			line = substr(line, RLENGTH + 1)
		} else if (match(line, /^'(\\.|[^'\\])*'/) || match(line, /^[A-Za-z0-9_]+/) || match(line, /^./)) {
			if (text !~ /\|$/)
				add("|")
			line = substr(line, RLENGTH + 1)
		}
	}
}
function line_add(line,	was) {
	was = in_comment
	in_comment = sub(/^[ \t]*#+ ?/, "", line)
	if (in_comment != was || line ~ /^[ \t]*$/)
		add("|")
	gsub(/[*`]/, "", line)
	add(line)
}
FNR == 1 {
	if (file)
		judge()
	begin()
	file = FILENAME
}
{
	at[++lines] = length(text) + 1
	number[lines] = FNR
	if (file ~ /\.[ch]$/)
		c_add($0)
	else
		line_add($0)
	add(" ")
}
END {
	if (file)
		judge()
	exit found > 0
}
