# SPDX-License-Identifier: GPL-2.0-or-later
# fuzz-replay: each harness on its corpus, with the sanitizers of the compiler.
# fuzz: each harness with libFuzzer, which needs clang and its runtime library, for FUZZ_SECONDS.
# What it finds is left in build/fuzz/; a small input that shows it belongs into the corpus.

FUZZ_SECONDS ?= 60
FUZZ_CC ?= clang
FUZZ_NAMES := config cmdline selector tree needs
FUZZ_PROGRAMS := $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%)
FUZZ_SHARED := $(patsubst %,$(BUILD)/tests/fuzz/%.o,hold fixed tree)
FUZZ_WRAP := -Wl,--wrap=pci_scan_bus
FUZZ_SANITIZERS := address,undefined

.PHONY: fuzz fuzz-replay fuzz-replay-here fuzz-programs

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

fuzz-programs: $(FUZZ_PROGRAMS)

# Without a main of ours, libFuzzer's is linked.
FUZZ_MAIN ?= $(BUILD)/tests/fuzz/replay.o

$(FUZZ_PROGRAMS): %: %.o $(FUZZ_SHARED) $(FUZZ_MAIN) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(if $(filter %/fuzz_tree,$@),$(FUZZ_WRAP)) \
		-o $@ $^ $(LIB_LIBS)
