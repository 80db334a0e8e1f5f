# SPDX-License-Identifier: GPL-2.0-or-later
# The boot lab: its judge, its runner, and the runs. tests/vm/README.md explains them.
# Needs boot.mk, whose rule builds build/vm/%.o.

VM_SYSTEMS ?= $(notdir $(wildcard tests/vm/systems/*))
VM_GUESTS ?= 2
# Control first: the others are compared with it.
VM_SCENARIOS ?= control $(filter-out control,$(sort $(notdir $(wildcard tests/vm/scenarios/*))))
# Those that guard the heart, for `make test`.
VM_TIER1 := control bound-cmdline bound-id bound-identity disabled usable guide-arch no-iommu \
	twin-ids wrong-identity
# How many runs have to be judged: a line "TARGET NUMBER" for each.
VM_MINIMUM = $(shell sed -n 's/^$@ //p' tests/vm/MINIMUM)
VM_LAB_ARGS = --guests $(VM_GUESTS) $(VM_SYSTEMS:%=--system tests/vm/systems/%)
VM_SCENARIO_FILES = $(addprefix tests/vm/scenarios/,$(VM_SCENARIOS))

VM_JUDGE_PARTS := lines pairs scenario facts trace verdict evidence expect record table \
	matrix picture
VM_JUDGE_OBJECTS := $(VM_JUDGE_PARTS:%=build/vm/judge/%.o)
VM_LAB_PROGRAMS := build/vm/vm-judge build/vm/vm-lab build/vm/vm-boot

.PHONY: lab lab-tier1 lab-some mutants soak boot-time pictures demo-boots lab-clean vm-judge-test

# ... and each generator and init once, at its newest.
VM_TIER1_SYSTEMS := bookworm trixie sid sid-dracut-systemd sid-dracut-script \
	mkinitcpio-busybox mkinitcpio-systemd

lab-tier1: VM_SCENARIOS = $(VM_TIER1)
lab-tier1: VM_SYSTEMS = $(VM_TIER1_SYSTEMS)

# All systems, each with its scenarios.
lab lab-tier1: $(VM_LAB_PROGRAMS)
	tests/vm/run $@ $(VM_LAB_ARGS) --minimum $(VM_MINIMUM) $(VM_SCENARIO_FILES)

# While working on a scenario: make lab-some VM_SYSTEMS=trixie VM_SCENARIOS="control bound-id"
lab-some: $(VM_LAB_PROGRAMS)
	tests/vm/run $@ $(VM_LAB_ARGS) $(VM_SCENARIO_FILES)

mutants: $(VM_LAB_PROGRAMS)
	tests/vm/run $@ $(VM_LAB_ARGS) --mutants tests/vm/mutants $(VM_SCENARIO_FILES)

# Boots with disturbed timing, for as long as that. The same seed disturbs in the same way.
SOAK_SECONDS ?= 3600
SOAK_SEED ?= 1
soak: $(VM_LAB_PROGRAMS)
	tests/vm/soak $(SOAK_SECONDS) $(SOAK_SEED) \
		$(filter-out $(if $(MKINITCPIO_ROOT),,mkinitcpio-%),$(VM_TIER1_SYSTEMS))

# What we add to the time of a boot, beside what boots differ in by themselves. Wants a quiet machine.
BOOTS ?= 10
boot-time: $(VM_LAB_PROGRAMS)
	tests/vm/boot-time $(BOOTS) trixie

# From the logs of two boots, without us and with us.
pictures: $(VM_LAB_PROGRAMS)
	tests/vm/run pictures --guests $(VM_GUESTS) --system tests/vm/systems/trixie \
		tests/vm/scenarios/control tests/vm/scenarios/bound-identity
	build/vm/vm-judge picture build/vm/pictures/trixie/control \
		build/vm/pictures/trixie/bound-identity >docs/boot.svg

demo-boots: $(VM_LAB_PROGRAMS)
	tests/vm/demo

lab-clean:
	tests/vm/steps/clean

# Needs no guest: the judge on recorded runs, good ones and bad ones.
vm-judge-test: build/vm/vm-judge
	tests/tap tests/vm/judge/test tests/vm/judge/test-picture

build/vm/vm-judge: build/vm/judge/main.o $(VM_JUDGE_OBJECTS)
	$(SAY)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

build/vm/vm-lab: build/vm/lab/main.o build/vm/lab/job.o $(VM_JUDGE_OBJECTS)
	$(SAY)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

-include $(wildcard build/vm/judge/*.d build/vm/lab/*.d)
