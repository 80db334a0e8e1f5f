# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # names are shared
# Sourced by `suite`: which terminals have the keys, and that each is left as it was.
plain() { # plain NAME COLUMNS LINES [WORDS...]: the question of every terminal
	typed "$@" <<'END'
wait Which? Numbers
usual
send q\r
wait Nothing was changed.
end 1
END
}
TERM=dumb plain 'dumb: asks in a line' 100 30
TERM=vt100 plain 'vt100: asks in a line' 100 30
TERM=vt220 plain 'vt220, of a serial line: asks in a line' 100 30
(unset TERM && plain 'no TERM: asks in a line' 100 30) && number=$((number + 1))
plain 'a terminal that does not tell its size: asks in a line' 0 0
NO_COLOR=1 plain 'NO_COLOR: asks in a line' 100 30
plain '--color=never: asks in a line' 100 30 --color=never
echo q | "$program" --root tree setup >said
grep -q 'Which? Numbers' said && ! grep -q "$(printf '\033')" said
result $? 'a pipe: asks in a line'
typed 'narrow: each line is one of the window' 40 30 <<'END'
wait >[ ]  1 0000:01:00.0
send \e[B
wait >[ ]  2
wait q
send q
end 1
END
tr -d '\r' <said | sed 's/\x1b\[[0-9;]*[A-Za-z]/\n/g' | awk '{ gsub(/[^\001-\177]+/, "+") } length > 40 { bad = 1 } END { exit bad }'
result $? 'narrow: nothing is wider than the window'
typed 'narrow: of a long answer the end is seen' 40 30 <<'END'
wait q: quit
send 0000:01:00.0, 0000:00:14.3, 0000:00:1f.3
wait .0, 0000:00:14.3, 0000:00:1f.3
send \e
wait q: quit
send q
end 1
END
typed 'low: the list goes with the line that it is at' 100 4 <<'END'
wait >[ ]  1
send jj
wait [ ]  2
wait >[ ]  3
send kk
wait >[ ]  1
send q
end 1
END
typed 'another size is drawn anew' 100 30 <<'END'
wait q: quit
size 60 10
wait [2J
wait >[ ]  1
send q
end 1
END
for number_of in 2 15 1 3 11 6; do
	typed "signal $number_of: the terminal is as it was" 100 30 <<END
wait q: quit
raw
signal $number_of
end $((128 + number_of))
usual
END
done
typed 'Ctrl-C' 100 30 <<'END'
wait q: quit
raw
send \x03
end 130
usual
END
# A shell with jobs in it: what it has read is typed once the program is stopped.
typed_shell 'Ctrl-Z and fg' <<'END'
wait q: quit
raw
send \x1a
wait now stopped
usual
send go on\r
wait >[ ]  1
raw
send j
wait >[ ]  2
send q
wait it ended with 1
usual
end 0
END
