# SPDX-License-Identifier: GPL-2.0-or-later
# The virtual machine's side, a program of its own that alone needs libvirt and libxml2. Where they are
# not, all the rest is built.

VM_LIBS := libvirt libxml-2.0
HAS_VM := $(shell $(PKG_CONFIG) --exists $(VM_LIBS) && echo yes)
VM_LIB_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(VM_LIBS))
VM_LIB_LIBS = $(shell $(PKG_CONFIG) --libs $(VM_LIBS))
VM_SOURCES := $(wildcard vm/*.c vm/*/*.c)
VM_OBJECTS := $(VM_SOURCES:%.c=$(BUILD)/%.o)
# The table that shows a battery to a VM; without iasl the option of that name is left out.
IASL ?= iasl
VM_TABLE := $(if $(shell command -v $(IASL)),$(BUILD)/vm/battery.aml)
VM_PARTS := $(filter-out %/vm/main.o,$(VM_OBJECTS))
# What the command is made of, but for the command itself.
VM_HOST_PARTS := $(filter-out $(BUILD)/cli/%,$(HOST_OBJECTS)) $(filter-out %/program.o,$(SHARED_OBJECTS))

.PHONY: no-vm no-table install-vm

all: $(if $(HAS_VM),$(BUILD)/vfio-prebind-vm $(or $(VM_TABLE),no-table),no-vm)
no-vm:
	@echo "  without vfio-prebind-vm: it needs $(VM_LIBS) (in Debian libvirt-dev libxml2-dev)"
no-table:
	@echo "  without vm add --battery: it needs iasl (in Debian acpica-tools)"

# Zero as the integer it is, so that what is taken apart is what was written.
$(BUILD)/vm/battery.aml: vm/acpi/battery.asl
	@mkdir -p $(@D)
	@echo "  IASL $@"
	@$(IASL) -oi $(if $(WERROR),-we) -p $(@:.aml=) $< >$(@:.aml=.log) || { cat $(@:.aml=.log); exit 1; }

$(BUILD)/vfio-prebind-vm: $(VM_OBJECTS) $(VM_HOST_PARTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(HOST_LIB_LIBS) $(VM_LIB_LIBS)

$(VM_OBJECTS): LIB_CFLAGS += $(HOST_LIB_CFLAGS) $(VM_LIB_CFLAGS)

install-vm: all
	install -D -m 0755 $(BUILD)/vfio-prebind-vm $(DESTDIR)/usr/lib/vfio-prebind/vfio-prebind-vm
	install -D -m 0644 -t $(DESTDIR)/usr/share/man/man8 $(BUILD)/man/vfio-prebind-vm.8
	$(if $(VM_TABLE),install -D -m 0644 -t $(DESTDIR)/usr/share/vfio-prebind $(VM_TABLE))

-include $(VM_OBJECTS:.o=.d)
