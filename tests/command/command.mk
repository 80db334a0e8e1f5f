# SPDX-License-Identifier: GPL-2.0-or-later
# command: the command on the machines, and then list, check, generate: the command again, by second
# readers, real module indexes, boot images and the real modprobe, of Debian 13 as well, and its
# mkrlconf and u-boot-update (mmdebstrap makes roots with them, as for the boot lab). setup: setup and
# remove in a root folder with played tools, and killed at every step. completions: what bash, zsh and
# fish make of the tabulator. Needs boot.mk, lspci, gcc, kmod, zsh, fish and bash-completion.

.PHONY: command list check generate setup completions menu language

command: $(CASE_RUN) $(EXPAND) all list check generate setup menu language completions
	@mkdir -p $(SCRATCH)
	tests/tap "LC_ALL=C $< $(BUILD)/vfio-prebind $(EXPAND) tests/machines \
		tests/command/cases/*.case $(SCRATCH)/command" \
		"tests/command/outputs $(BUILD) tests/machines/tiny.machine $(SCRATCH)/outputs" \
		"tests/command/screens $(BUILD)/vfio-prebind $(EXPAND) tests/machines $(SCRATCH)/screens" \
		"tests/command/screens-errors $(BUILD)/vfio-prebind $(EXPAND) tests/machines $(SCRATCH)/screens-errors" \
		"tests/command/pager $(BUILD)/vfio-prebind $(EXPAND) tests/machines/tiny.machine $(SCRATCH)/pager" \
		"tests/command/in-order $(BUILD)/vfio-prebind $(EXPAND) tests/machines/tiny.machine $(SCRATCH)/in-order" \
		"tests/command/json $(BUILD)/vfio-prebind $(EXPAND) tests/machines $(SCRATCH)/json docs/JSON.md" \
		$(foreach name,variants variants-bound, \
		"tests/command/$(name) $(BUILD)/vfio-prebind $(BUILD)/vfio-prebind-helper $(EXPAND) tests/machines $(SCRATCH)/$(name)") \
		"tests/command/report $(BUILD)/vfio-prebind $(EXPAND) tests/machines/twin-disks.machine $(SCRATCH)/report"

list: $(EXPAND) $(BUILD)/vfio-prebind
	tests/tap "tests/command/list/suite $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/list" \
		"tests/command/list/dump $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/dump" \
		"tests/command/list/given $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/given"

check: $(EXPAND) $(BUILD)/vfio-prebind $(BUILD)/tests/command/check/image_list $(BUILD)/tests/command/check/causes
	tests/tap "tests/command/check/suite $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/check" \
		$(foreach name,images images-places images-menus images-reboot images-wrong images-order images-unit \
			images-mkinitcpio images-variant images-one images-one-wrong images-init images-drop-ins images-carriers, \
		"tests/command/check/$(name) $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/$(name) \
		$(BUILD)/tests/command/check/image_list") \
		"tests/command/check/kinds $(BUILD)/tests/command/check/causes $(BUILD)/vfio-prebind $(EXPAND) \
		tests/machines tests/command/cases/check*.case $(SCRATCH)/kinds"

$(BUILD)/tests/command/check/causes: $(BUILD)/tests/command/check/causes.o $(CASE_PARTS) \
	$(BUILD)/tests/boot/process.o $(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(HOST_LIB_LIBS)

$(BUILD)/tests/command/check/image_list: $(BUILD)/tests/command/check/image_list.o $(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(HOST_LIB_LIBS)

generate: $(EXPAND) $(BUILD)/vfio-prebind
	tests/tap "tests/command/generate/suite $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/generate" \
		"tests/command/generate/loaders $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/loaders"

setup: $(EXPAND) $(BUILD)/vfio-prebind $(BUILD)/tests/command/menu/typed
	@mkdir -p $(SCRATCH)
	tests/tap "tests/command/setup/machine $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/setup" \
		"tests/command/setup/loaders $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/owned" \
		"tests/command/setup/interrupted $(BUILD)/vfio-prebind $(EXPAND)" \
		"tests/command/setup/guides $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/guides"

completions: $(EXPAND) $(BUILD)/vfio-prebind
	@mkdir -p $(SCRATCH)
	tests/tap "tests/command/completions/suite $(BUILD)/vfio-prebind $(EXPAND) $(SCRATCH)/completions"

menu: $(EXPAND) $(BUILD)/vfio-prebind $(BUILD)/tests/command/menu/typed
	@mkdir -p $(SCRATCH)
	tests/tap "tests/command/menu/suite $(BUILD)/vfio-prebind $(EXPAND) tests/machines/ubuntu-laptop.machine \
		$(SCRATCH)/menu $(BUILD)/tests/command/menu/typed"

$(BUILD)/tests/command/menu/typed: $(BUILD)/tests/command/menu/typed.o
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lutil

# The command with the catalogs of this tree, in place of those that are installed.
$(BUILD)/tests/command/language/main.o: cli/main.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CPPFLAGS) -DVPB_LOCALE_FOLDER='"$(abspath $(BUILD))/locale"' $(ALL_CFLAGS) $(LIB_CFLAGS) $(HOST_LIB_CFLAGS) -c -o $@ $<

$(BUILD)/tests/command/language/vfio-prebind: $(BUILD)/tests/command/language/main.o $(HOST_PARTS) $(filter-out %/program.o,$(SHARED_OBJECTS))
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(HOST_LIB_LIBS)

language: $(EXPAND) $(BUILD)/tests/command/language/vfio-prebind $(CATALOGS)
	@mkdir -p $(SCRATCH)
	tests/tap "tests/command/language/suite $(BUILD)/tests/command/language/vfio-prebind $(EXPAND) tests/machines $(SCRATCH)/language"
