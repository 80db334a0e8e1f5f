# SPDX-License-Identifier: GPL-2.0-or-later
# vm-boot, which boots a guest of the lab and plays its graphics card, and its unit tests.

VM_BOOT_SHARED := $(patsubst %,build/vm/card/%.o,access_log answer config describe server) \
	build/vm/boot/port.o build/vm/boot/qemu.o
VM_BOOT_OBJECTS := build/vm/boot.o build/vm/boot/guest.o $(VM_BOOT_SHARED)
VM_BOOT_TEST_OBJECTS := $(patsubst %,build/vm/boot/%.o,test test_card test_guest) \
	 $(VM_BOOT_SHARED)

.PHONY: vm-boot vm-boot-test
vm-boot: build/vm/vm-boot

# Needs no QEMU: the test is the client of card and ports, and plays QEMU for vm-boot.
vm-boot-test: build/vm/vm-boot-test build/vm/vm-boot
	tests/tap "build/vm/vm-boot-test $(wildcard tests/vm/cards/*)"

build/vm/vm-boot: $(VM_BOOT_OBJECTS)
	$(SAY)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

build/vm/vm-boot-test: $(VM_BOOT_TEST_OBJECTS)
	$(SAY)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

build/vm/%.o: tests/vm/%.c
	@mkdir -p $(@D)
	$(SAY)$(CC) -std=gnu17 -D_GNU_SOURCE $(CPPFLAGS) $(WARNINGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard build/vm/*.d build/vm/card/*.d build/vm/boot/*.d)
