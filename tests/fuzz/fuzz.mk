# SPDX-License-Identifier: GPL-2.0-or-later
# fuzz-replay: each harness on its corpus, with the sanitizers of the compiler.
# fuzz: all harnesses with libFuzzer, which needs clang and its runtime library, for FUZZ_SECONDS
# together. What it finds is left in build/fuzz/; a small input that shows it belongs into the corpus.
# fuzz-coverage: how much of each parser these inputs and the corpus run.

FUZZ_SECONDS ?= 3600
FUZZ_CC ?= clang
FUZZ_HOST_NAMES := record journal edit image loader
FUZZ_NAMES := config cmdline selector needs $(FUZZ_HOST_NAMES) tree
FUZZ_PROGRAMS := $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%)
FUZZ_HOST_PROGRAMS := $(FUZZ_HOST_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%)
FUZZ_SHARED := $(patsubst %,$(BUILD)/tests/fuzz/%.o,hold fixed tree)
FUZZ_WRAP := -Wl,--wrap=pci_scan_bus
FUZZ_SANITIZERS := address,undefined

.PHONY: fuzz fuzz-coverage fuzz-replay fuzz-replay-here fuzz-programs

fuzz-replay:
	$(MAKE) BUILD=$(BUILD)/sanitized TEST_COUNTS=$(abspath $(TEST_COUNTS)) \
		CFLAGS="-O1 -g -fsanitize=$(FUZZ_SANITIZERS) -fno-sanitize-recover=all" fuzz-replay-here

fuzz-replay-here: $(FUZZ_PROGRAMS)
	tests/tap $(foreach name,$(FUZZ_NAMES), \
		"$(BUILD)/tests/fuzz/fuzz_$(name) tests/fuzz/corpus/$(name)")

fuzz:
	$(MAKE) BUILD=$(BUILD)/fuzz CC=$(FUZZ_CC) FUZZ_MAIN= LDFLAGS=-fsanitize=fuzzer \
		CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,$(FUZZ_SANITIZERS) -fno-sanitize-recover=all" \
		fuzz-programs
	tests/fuzz/run $(BUILD)/fuzz $(FUZZ_SECONDS) $(FUZZ_NAMES)

fuzz-coverage:
	$(MAKE) BUILD=$(BUILD)/fuzz-coverage CFLAGS="-O0 -g --coverage" fuzz-programs
	tests/fuzz/coverage $(BUILD)/fuzz-coverage $(BUILD)/fuzz

fuzz-programs: $(FUZZ_PROGRAMS)

# Without a main of ours, libFuzzer's is linked.
FUZZ_MAIN ?= $(BUILD)/tests/fuzz/replay.o

$(filter-out $(FUZZ_HOST_PROGRAMS),$(FUZZ_PROGRAMS)): %: %.o $(FUZZ_SHARED) $(FUZZ_MAIN) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(if $(filter %/fuzz_tree,$@),$(FUZZ_WRAP)) \
		-o $@ $^ $(LIB_LIBS)

# With the parts of the host command.
$(FUZZ_HOST_PROGRAMS): %: %.o $(FUZZ_SHARED) $(BUILD)/tests/fuzz/folder.o $(FUZZ_MAIN) \
	$(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(HOST_LIB_LIBS)
