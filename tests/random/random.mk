# SPDX-License-Identifier: GPL-2.0-or-later
# random: random machines and requests, at boot and plugged in slot by slot, against a checker of
# its own; the same with each machine that boots as a sysfs tree; disks in random stacks, as trees;
# each allocation failing once; and that the checker notices when something is broken. random-many:
# a hundred thousand machines, and 2,000 trees. Each prints how often each guard spoke.
# RANDOM_SEED=7 has other machines; build/tests/random/random 1 SEED shows one again.

RANDOM_COUNT ?= 10000
RANDOM_SEED ?= 1
RANDOM_TREES ?= 200
RANDOM_STACKS ?= 300
RANDOM_PROGRAM := $(BUILD)/tests/random/random
RANDOM_TREE_PROGRAM := $(BUILD)/tests/random/random-trees
RANDOM_STACKS_PROGRAM := $(BUILD)/tests/random/random-stacks
RANDOM_PURE := $(BUILD)/tests/random/run.o
RANDOM_TREE := $(patsubst %,$(BUILD)/tests/random/%.o,run_tree sysfs)
RANDOM_STACK := $(patsubst %,$(BUILD)/tests/random/%.o,run_stacks stacks stacks_write)
RANDOM_MEMORY := $(BUILD)/tests/random/run_memory.o
RANDOM_MEMORY_PROGRAM := $(BUILD)/tests/random/random-memory
RANDOM_PARTS := $(filter-out $(RANDOM_PURE) $(RANDOM_TREE) $(RANDOM_STACK) $(RANDOM_MEMORY),\
	$(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/random/*.c)))
RANDOM_CORE := $(filter $(BUILD)/helper/base/% $(BUILD)/helper/core/%,$(SHARED_OBJECTS))

.PHONY: random random-many

random-many: RANDOM_COUNT = 100000
random-many: RANDOM_TREES = 2000
random-many: RANDOM_STACKS = 3000
random-many: random

random: export RANDOM_CC := $(CC)
random: export RANDOM_OBJECTS = $(RANDOM_PURE) $(RANDOM_PARTS) $(RANDOM_CORE)
random: $(RANDOM_PROGRAM) $(RANDOM_TREE_PROGRAM) $(RANDOM_STACKS_PROGRAM) $(RANDOM_MEMORY_PROGRAM)
	tests/tap "$(RANDOM_PROGRAM) $(RANDOM_COUNT) $(RANDOM_SEED)" \
		"$(RANDOM_TREE_PROGRAM) $(RANDOM_TREES) $(RANDOM_SEED)" \
		"$(RANDOM_STACKS_PROGRAM) $(RANDOM_STACKS) $(RANDOM_SEED)" \
		"$(RANDOM_MEMORY_PROGRAM) 50 $(RANDOM_SEED)" \
		"tests/random/mutants $(BUILD)/tests/random/mutants"

$(RANDOM_PROGRAM): $(RANDOM_PARTS) $(RANDOM_PURE) $(RANDOM_CORE)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^

$(RANDOM_TREE_PROGRAM): $(RANDOM_PARTS) $(RANDOM_TREE) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(RANDOM_STACKS_PROGRAM): $(RANDOM_STACK) $(SHARED_OBJECTS) \
	$(patsubst %,$(BUILD)/tests/random/%.o,sysfs firmware_state build told settle)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# The checker's main is left out.
$(RANDOM_MEMORY_PROGRAM): $(RANDOM_MEMORY) $(filter-out %/random.o,$(RANDOM_PARTS)) $(RANDOM_PURE) \
	$(RANDOM_CORE)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(foreach name,malloc calloc realloc strdup strndup, \
		-Wl$(comma)--wrap=$(name)) -o $@ $^

comma := ,
