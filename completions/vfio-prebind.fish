# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of vfio-prebind for fish. What there is, complete.awk says.

function __vfio_prebind_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l word (commandline --current-token --cut-at-cursor)
    set -l lines (awk -f /usr/lib/vfio-prebind/complete.awk -- $words[2..-1] "$word" 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path "$word"
    else
        printf "%s\n" $lines[2..-1]
    end
end
complete --command vfio-prebind --no-files --keep-order --arguments '(__vfio_prebind_complete)'
