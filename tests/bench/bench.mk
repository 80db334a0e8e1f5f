# SPDX-License-Identifier: GPL-2.0-or-later
# bench: what `list` costs, beside lspci. Not a part of `make test`: times want a quiet machine.
# Needs lspci, and 1.2 GB below build/ while it runs.

.PHONY: bench
bench: $(CLI_EXPAND) $(BUILD)/vfio-prebind
	@mkdir -p $(CLI_SCRATCH)
	@tests/bench/list $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/bench
