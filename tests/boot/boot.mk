# SPDX-License-Identifier: GPL-2.0-or-later
# machines: the made-up machines, read back by lspci. boot: the boot programs on them. hostile: the
# boot program with files that block, most of which waits for the program's deadlines, 20 seconds in
# all; killed; and without its library. Needs lspci and strace.

BOOT_PARTS := $(patsubst %,$(BUILD)/tests/boot/%.o,process tap trace)
CASE_PARTS := $(patsubst %,$(BUILD)/tests/boot/%.o,case case_tree)
CASE_RUN := $(BUILD)/tests/boot/run
EXPAND := $(BUILD)/tests/machines/expand
SCRATCH := $(BUILD)/tests/scratch

.PHONY: machines boot hostile

machines: $(EXPAND)
	tests/tap "tests/machines/suite $(EXPAND) $(SCRATCH)/machines"

boot: $(CASE_RUN) $(EXPAND) all hostile
	@mkdir -p $(SCRATCH)
	tests/tap "$< $(BUILD)/vfio-prebind-helper $(EXPAND) tests/machines \
		tests/boot/cases/*.case $(SCRATCH)/boot" \
		"tests/boot/give-back $(BUILD)/vfio-prebind-helper $(EXPAND) tests/machines $(SCRATCH)/give-back"

hostile: $(BUILD)/tests/boot/hostile $(EXPAND) $(BUILD)/vfio-prebind-helper
	@mkdir -p $(SCRATCH)
	tests/tap "$< $(BUILD)/vfio-prebind-helper $(EXPAND) tests/machines/tiny.machine \
		tests/boot/touched $(SCRATCH)/hostile" \
		$(foreach name,killed killed-arrival library,"tests/boot/$(name) $(BUILD)/vfio-prebind-helper $(EXPAND) \
		tests/machines/twins.machine $(SCRATCH)/$(name)")

# Every tree gets the names of tests/machines/pci.ids.
$(BUILD)/tests/machines/tree.o: CPPFLAGS += -DPCI_IDS='"$(abspath tests/machines/pci.ids)"'

$(EXPAND): $(patsubst %,$(BUILD)/tests/machines/%.o,expand parse tree blocks)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

$(CASE_RUN): $(BUILD)/tests/boot/run.o $(CASE_PARTS) $(BOOT_PARTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/tests/boot/hostile: $(BUILD)/tests/boot/hostile.o $(BUILD)/tests/boot/fifo.o $(BOOT_PARTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^
