# SPDX-License-Identifier: GPL-2.0-or-later
# machines: the made-up machines, read back by lspci. cli: the boot program on them, and then the
# command. list, check, generate: the command again, by second readers, real module indexes, boot
# images and the real modprobe, of Debian 13 as well, and its mkrlconf and u-boot-update (mmdebstrap
# makes roots with them, as for the boot lab). setup: setup and remove in a root folder with played
# tools, and killed at every step. completions: what bash, zsh and fish make of the tabulator.
# hostile: the boot program with files that block, most of which waits for the program's deadlines,
# 20 seconds in all; killed; and without its library.
# Needs lspci, strace, gcc, kmod, zsh, fish and bash-completion.

CLI_PARTS := $(patsubst %,$(BUILD)/tests/cli/%.o,process tap trace)
CASE_PARTS := $(patsubst %,$(BUILD)/tests/cli/%.o,case case_tree)
CLI_EXPAND := $(BUILD)/tests/machines/expand
CLI_SCRATCH := $(BUILD)/tests/scratch

.PHONY: machines cli list check generate setup completions hostile

machines: $(CLI_EXPAND)
	tests/tap "tests/machines/suite $(CLI_EXPAND) $(CLI_SCRATCH)/machines"

cli: $(BUILD)/tests/cli/cli $(CLI_EXPAND) all hostile list check generate setup completions
	@mkdir -p $(CLI_SCRATCH)
	tests/tap "$< $(BUILD)/vfio-prebind-helper $(CLI_EXPAND) tests/machines \
		tests/cli/cases/*.case $(CLI_SCRATCH)/cli" \
		"LC_ALL=C $< $(BUILD)/vfio-prebind $(CLI_EXPAND) tests/machines \
		tests/cli/command/*.case $(CLI_SCRATCH)/command"

list: $(CLI_EXPAND) $(BUILD)/vfio-prebind
	tests/tap "tests/list/suite $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/list" \
		"tests/list/dump $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/dump"

hostile: $(BUILD)/tests/cli/hostile $(CLI_EXPAND) $(BUILD)/vfio-prebind-helper
	@mkdir -p $(CLI_SCRATCH)
	tests/tap "$< $(BUILD)/vfio-prebind-helper $(CLI_EXPAND) tests/machines/tiny.machine \
		tests/cli/touched $(CLI_SCRATCH)/hostile" \
		$(foreach name,killed library,"tests/cli/$(name) $(BUILD)/vfio-prebind-helper $(CLI_EXPAND) \
		tests/machines/twins.machine $(CLI_SCRATCH)/$(name)")

check: $(CLI_EXPAND) $(BUILD)/vfio-prebind $(BUILD)/tests/check/image_list $(BUILD)/tests/check/causes
	tests/tap "tests/check/suite $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/check" \
		$(foreach name,images images-places images-wrong images-order, \
		"tests/check/$(name) $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/$(name) \
		$(BUILD)/tests/check/image_list") \
		"tests/check/kinds $(BUILD)/tests/check/causes $(BUILD)/vfio-prebind $(CLI_EXPAND) \
		tests/machines tests/cli/command/check*.case $(CLI_SCRATCH)/kinds"

$(BUILD)/tests/check/causes: $(BUILD)/tests/check/causes.o $(CASE_PARTS) \
	$(BUILD)/tests/cli/process.o $(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(HOST_LIB_LIBS)

$(BUILD)/tests/check/image_list: $(BUILD)/tests/check/image_list.o $(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(HOST_LIB_LIBS)

generate: $(CLI_EXPAND) $(BUILD)/vfio-prebind
	tests/tap "tests/generate/suite $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/generate" \
		"tests/generate/loaders $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/loaders"

setup: $(CLI_EXPAND) $(BUILD)/vfio-prebind
	@mkdir -p $(CLI_SCRATCH)
	tests/tap "tests/setup/machine $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/setup" \
		"tests/setup/interrupted $(BUILD)/vfio-prebind $(CLI_EXPAND)"

completions: $(CLI_EXPAND) $(BUILD)/vfio-prebind
	@mkdir -p $(CLI_SCRATCH)
	tests/tap "tests/completions/suite $(BUILD)/vfio-prebind $(CLI_EXPAND) $(CLI_SCRATCH)/completions"

# Every tree gets the names of tests/machines/pci.ids.
$(BUILD)/tests/machines/tree.o: CPPFLAGS += -DPCI_IDS='"$(abspath tests/machines/pci.ids)"'

$(CLI_EXPAND): $(patsubst %,$(BUILD)/tests/machines/%.o,expand parse tree blocks)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/tests/cli/cli: $(BUILD)/tests/cli/cli.o $(CASE_PARTS) $(CLI_PARTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/tests/cli/hostile: $(BUILD)/tests/cli/hostile.o $(BUILD)/tests/cli/fifo.o $(CLI_PARTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^
