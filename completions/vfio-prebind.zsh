#compdef vfio-prebind
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of vfio-prebind for zsh. What there is, complete.awk says.

local -a lines found
local line
lines=("${(@f)$(awk -f /usr/lib/vfio-prebind/complete.awk -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
case $lines[1] in
files)
	_files
	return
	;;
list) compset -P '*,' ;;
esac
for line in "${(@)lines[2,-1]}"; do
	# After a comma compset has cut off what stands before it.
	line=${line#$IPREFIX}
	found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
done
if [[ $lines[1] = list ]]; then
	_describe -V vfio-prebind found -q -S ,
else
	_describe -V vfio-prebind found
fi
