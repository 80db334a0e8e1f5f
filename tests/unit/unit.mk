# SPDX-License-Identifier: GPL-2.0-or-later
# unit: every test_*.c is a program of its own. unit-sanitized: the same in a second build
# directory, with the sanitizers of the compiler.

UNIT_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
UNIT_PARTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/unit/fixture.c tests/unit/tree.c \
	tests/unit/disk_tree.c tests/unit/needs_tree.c tests/unit/two_disks.c tests/unit/network_tree.c))
UNIT_LIBS = $(shell $(PKG_CONFIG) --libs cmocka)

# The steps run against a kernel that is played, with a shorter deadline.
UNIT_APPLY := $(addprefix $(BUILD)/tests/unit/,test_apply test_killed test_release test_sleep test_variant)
UNIT_APPLY_OBJECTS := $(addprefix $(BUILD)/tests/unit/,apply_run.o fake_kernel.o fixture.o) \
	$(BUILD)/helper/sys/apply.o $(BUILD)/helper/sys/apply_child.o $(BUILD)/helper/sys/attribute.o $(BUILD)/helper/sys/deadline.o \
	$(filter $(BUILD)/helper/base/% $(BUILD)/helper/core/%,$(SHARED_OBJECTS))

# With the parts of the host command.
UNIT_HOST := $(addprefix $(BUILD)/tests/unit/,test_atomic_file test_edit test_generate \
	test_image test_json test_leftovers test_loader test_loader_owner test_loader_says \
	test_open_files test_packages test_report_shrink test_spawn)

UNIT_JOURNAL := $(addprefix $(BUILD)/tests/unit/,test_journal test_transaction)
UNIT_HOST += $(UNIT_JOURNAL) $(BUILD)/tests/unit/test_message $(BUILD)/tests/unit/test_hidden

# A card's ROM and the battery's table need none of what the rest of vm/ needs. The card itself is played.
UNIT_ROM := $(addprefix $(BUILD)/tests/unit/,test_rom test_rom_source test_table)
UNIT_ROM_OBJECTS := $(patsubst %,$(BUILD)/%.o,vm/rom/rom vm/rom/chain vm/rom/flaw \
	vm/rom/source vm/rom/card vm/acpi/table tests/unit/rom_maker)

# A domain of libvirt needs its library to be there, which not everyone has.
UNIT_DOMAIN := $(BUILD)/tests/unit/test_domain
UNIT_PROGRAMS := $(if $(HAS_VM),$(UNIT_PROGRAMS),$(filter-out $(UNIT_DOMAIN),$(UNIT_PROGRAMS)))

.PHONY: unit unit-sanitized

unit: $(UNIT_PROGRAMS)
	CMOCKA_MESSAGE_OUTPUT=TAP tests/tap $(UNIT_PROGRAMS)

unit-sanitized:
	$(MAKE) BUILD=$(BUILD)/sanitized TEST_COUNTS=$(abspath $(TEST_COUNTS)) \
		CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all" unit

$(filter-out $(UNIT_APPLY) $(UNIT_HOST) $(UNIT_ROM) $(UNIT_DOMAIN),$(UNIT_PROGRAMS)): %: %.o $(UNIT_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(UNIT_LIBS)

$(UNIT_APPLY): %: %.o $(UNIT_APPLY_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -Wl,--wrap=vpb_deadline_run -o $@ $^ $(UNIT_LIBS)

$(UNIT_JOURNAL): $(BUILD)/tests/unit/transaction_calls.o
$(UNIT_HOST): %: %.o $(UNIT_PARTS) $(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(HOST_LIB_LIBS) $(UNIT_LIBS)

$(UNIT_DOMAIN).o: LIB_CFLAGS += $(VM_LIB_CFLAGS)
$(UNIT_DOMAIN): $(UNIT_DOMAIN).o $(filter $(BUILD)/vm/domain/%,$(VM_OBJECTS)) $(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(HOST_LIB_LIBS) $(VM_LIB_LIBS) $(UNIT_LIBS)

$(BUILD)/tests/unit/test_rom_source: UNIT_WRAP := -Wl,--wrap=vpb_root_write
$(UNIT_ROM): %: %.o $(UNIT_ROM_OBJECTS) $(UNIT_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(UNIT_WRAP) -o $@ $^ $(LIB_LIBS) $(UNIT_LIBS)
