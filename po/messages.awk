# SPDX-License-Identifier: GPL-2.0-or-later
# The messages of a template for gettext as an array in C.
BEGIN { print "/* Made of po/vfio-prebind.pot. */\nextern const char *const vpb_messages[];\nconst char *const vpb_messages[] = {" }
/^msgid ""$/ { text = ""; is_id = 1; next }
/^msgid / { text = substr($0, 7); is_id = 1; next }
/^msgid_plural / { add(); text = substr($0, 14); next }
/^msgstr/ { add(); is_id = 0 }
is_id && /^"/ { text = text "\n\t\t" $0 }
function add() { if (text != "") print "\t" text ","; text = "" }
END { print "\t(const char *)0,\n};" }
