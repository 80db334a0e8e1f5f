# SPDX-License-Identifier: GPL-2.0-or-later
# machines: the made-up machines, read back by lspci. cli: the boot program on them. hostile: the
# same with files that block; most of it waits for the program's deadlines, 20 seconds in all.
# Needs lspci and strace.

CLI_PARTS := $(patsubst %,$(BUILD)/tests/cli/%.o,process tap trace)
CLI_EXPAND := $(BUILD)/tests/machines/expand
CLI_SCRATCH := $(BUILD)/tests/scratch

.PHONY: machines cli hostile

machines: $(CLI_EXPAND)
	tests/tap "tests/machines/suite $(CLI_EXPAND) $(CLI_SCRATCH)/machines"

cli: $(BUILD)/tests/cli/cli $(CLI_EXPAND) all hostile
	@mkdir -p $(CLI_SCRATCH)
	tests/tap "$< $(BUILD)/vfio-prebind-helper $(CLI_EXPAND) tests/machines \
		tests/cli/cases/*.case $(CLI_SCRATCH)/cli"

hostile: $(BUILD)/tests/cli/hostile $(CLI_EXPAND) $(BUILD)/vfio-prebind-helper
	@mkdir -p $(CLI_SCRATCH)
	tests/tap "$< $(BUILD)/vfio-prebind-helper $(CLI_EXPAND) tests/machines/tiny.machine \
		tests/cli/touched $(CLI_SCRATCH)/hostile"

$(CLI_EXPAND): $(patsubst %,$(BUILD)/tests/machines/%.o,expand parse tree blocks)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/tests/cli/cli: $(BUILD)/tests/cli/cli.o $(BUILD)/tests/cli/case.o $(CLI_PARTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/tests/cli/hostile: $(BUILD)/tests/cli/hostile.o $(BUILD)/tests/cli/fifo.o $(CLI_PARTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^
