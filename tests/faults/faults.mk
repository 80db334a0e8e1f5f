# SPDX-License-Identifier: GPL-2.0-or-later
# faults: the boot programs, and setup and remove, with each system call that they make failing
# once, in turn, with each error that it can give: thousands of runs. faults-some: one of
# FAULT_SHARE of these, drawn by FAULT_SEED. On x86-64 only.

FAULT_SHARE ?= 40
FAULT_SEED ?= 1
FAULT_PARTS := $(BUILD)/tests/faults/faults $(BUILD)/tests/faults/kernel.so
FAULT_ENDS = $(abspath $(BUILD)) $(FAULT_SHARE) $(FAULT_SEED)

.PHONY: faults faults-some

faults: FAULT_SHARE = 1
faults: faults-some

faults-some: $(FAULT_PARTS) $(EXPAND) $(BUILD)/vfio-prebind-helper $(BUILD)/vfio-prebind-late \
	$(BUILD)/vfio-prebind
	tests/tap $(foreach kind,early late,"tests/faults/boot $(kind) $(FAULT_ENDS)") \
		$(foreach kind,first other remove,"tests/faults/setup $(kind) $(FAULT_ENDS)")

$(BUILD)/tests/faults/faults: $(patsubst %,$(BUILD)/tests/faults/%.o,faults inject errnos)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

# Not with the sanitizers, which want to be loaded before it.
$(BUILD)/tests/faults/kernel.so: tests/faults/kernel.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -shared -fPIC -o $@ $<
