# SPDX-License-Identifier: GPL-2.0-or-later
# domain: `vfio-prebind vm` on the machines, with domains as text files. Needs libvirt-dev and libxml2-dev.

AUTOSTART := $(BUILD)/tests/domain/autostart.so

$(AUTOSTART): tests/domain/autostart.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(VM_LIB_CFLAGS) -fPIC -shared -o $@ $< -ldl

.PHONY: domain
domain: $(CASE_RUN) $(EXPAND) $(AUTOSTART) all
	@mkdir -p $(SCRATCH)
	tests/tap "LC_ALL=C $< $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines \
		tests/domain/cases/*.case $(SCRATCH)/domain" \
		"tests/domain/libvirt $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine $(SCRATCH)/libvirt" \
		"WORDS='show 0e:00' tests/command/screens-errors $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines \
		$(SCRATCH)/vm-screens-errors" \
		"tests/domain/node $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine $(SCRATCH)/node $(abspath $(AUTOSTART))" \
		"tests/domain/daemons $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine $(SCRATCH)/daemons" \
		"tests/domain/rom $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine \
		tests/fuzz/corpus/rom $(SCRATCH)/rom" \
		"tests/domain/again $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine \
		tests/domain/cases $(SCRATCH)/again" \
		"tests/domain/hostile $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine $(SCRATCH)/hostile" \
		"tests/domain/odd $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine \
		tests/domain/cases $(SCRATCH)/odd" \
		"TABLE=$(VM_TABLE) tests/domain/battery $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine \
		tests/domain/cases $(SCRATCH)/battery" \
		"tests/domain/undo $(BUILD)/vfio-prebind-vm $(EXPAND) tests/machines/arch-laptop.machine \
		tests/domain/cases $(SCRATCH)/undo"
