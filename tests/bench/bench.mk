# SPDX-License-Identifier: GPL-2.0-or-later
# bench: what the boot program costs, beside less than it does and beside scripts, and what `list`
# costs, beside lspci; and whether the command waits where the only keyboard is on USB. Not a part of `make test`: times want a quiet machine. Needs lspci, and
# 1.2 GB below build/ or in /dev/shm while it runs.

.PHONY: bench bench-helper bench-list bench-keyboard
bench: bench-helper bench-list bench-keyboard

bench-helper: $(EXPAND) $(BUILD)/vfio-prebind-helper $(BUILD)/tests/bench/floor \
	$(BUILD)/tests/bench/clock
	@tests/bench/helper $(BUILD)

bench-list: $(EXPAND) $(BUILD)/vfio-prebind
	@mkdir -p $(SCRATCH)
	@tests/bench/list $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/bench

bench-keyboard: $(EXPAND) $(BUILD)/vfio-prebind $(BUILD)/tests/bench/clock
	@mkdir -p $(SCRATCH)
	@tests/bench/keyboard $(BUILD) $(SCRATCH)/bench-keyboard

$(BUILD)/tests/bench/floor $(BUILD)/tests/bench/clock: %: %.o
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(shell $(PKG_CONFIG) --libs libpci libkmod)
