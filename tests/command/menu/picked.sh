# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by `suite`: what the keys pick. The laptop's list is its card, its WiFi and its sound.
typed 'Enter takes the line that it is at: the recommended one' 100 30 <<'END'
wait >[ ]  1 0000:01:00.0
raw
send \r
wait + 0000:01:00.0 GeForce RTX 3050 Mobile to VMs
wait [y/N]
usual
send n\r
end 1
END
typed 'down, Space and Enter' 100 30 <<'END'
wait q: quit
send \e[B
wait >[ ]  2
send \x20
wait >[*]  2
send j
wait >[ ]  3
send \x20
wait >[*]  3
send k
wait >[*]  2
send \x20
wait >[ ]  2
send \r
wait From the next boot:
wait + 0000:00:1f.3
wait [y/N]
send n\r
end 1
END
typed 'Home and End, and no further' 100 30 <<'END'
wait q: quit
send \e[F
wait >[ ]  3
send j
wait >[ ]  3
send \e[1~
wait >[ ]  1
send \eOA
wait >[ ]  1
send q
wait Nothing was changed.
end 1
END
typed 'q leaves' 100 30 <<'END'
wait q: quit
send q
wait Nothing was changed.
usual
end 1
END
typed 'the end of the input leaves' 100 30 <<'END'
wait q: quit
send \x04
wait Nothing was changed.
end 1
END
typed 'numbers and ranges' 100 30 <<'END'
wait q: quit
send 2-3\r
wait + 0000:00:14.3
wait + 0000:00:1f.3
wait [y/N]
send n\r
end 1
END
typed 'a name, with letters that are keys, and a slip in it' 100 30 <<'END'
wait q: quit
send alderx
wait alderx
send \x7f
send  lake\r
wait 'alder' is more than one of these
wait q: quit
send wik\x7ffi\r
wait + 0000:00:14.3
wait [y/N]
send n\r
end 1
END
typed 'Escape forgets what was typed' 100 30 <<'END'
wait q: quit
send 9
wait 9
send \e
wait q: quit
send \r
wait + 0000:01:00.0
wait [y/N]
send n\r
end 1
END
typed 'a number that the list has not: asks again' 100 30 <<'END'
wait q: quit
send 7\r
wait the list has the numbers 1 to 3
wait >[ ]  1
send q
end 1
END
