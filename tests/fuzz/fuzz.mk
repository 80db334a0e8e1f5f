# SPDX-License-Identifier: GPL-2.0-or-later
# fuzz-replay: each harness on its corpus, with the sanitizers of the compiler.
# fuzz: all harnesses with libFuzzer, which needs clang and its runtime library: FUZZ_JOBS at a time,
# each until it has run FUZZ_RUNS times (FUZZ_SLOW_RUNS where one run is a whole tree, or unpacks), or
# for its share of FUZZ_SECONDS. What it finds is left in build/fuzz/; a small input that shows it
# belongs into the corpus.
# fuzz-coverage: how much of each parser these inputs and the corpus run.

FUZZ_SECONDS ?= 3600
FUZZ_JOBS ?= 2
FUZZ_RUNS ?= 10000000
FUZZ_SLOW_RUNS ?= 300000
FUZZ_CC ?= clang
FUZZ_HOST_NAMES := record edit journal loader image unpack leftovers
# The slow ones first: the last of them would run alone, with the other processors idle.
FUZZ_NAMES := config carriers settings cmdline loader image needs record edit journal tree unpack leftovers selector rom \
	$(if $(HAS_VM),domain)
FUZZ_PROGRAMS := $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%)
FUZZ_DOMAIN := $(BUILD)/tests/fuzz/fuzz_domain
FUZZ_HOST_PROGRAMS := $(FUZZ_HOST_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%)
FUZZ_SHARED := $(patsubst %,$(BUILD)/tests/fuzz/%.o,hold fixed tree)
FUZZ_HOST_SHARED := $(patsubst %,$(BUILD)/tests/fuzz/%.o,hold fixed tree memory image)
# Calls that end in a harness: what journal and memory.c have in place of these.
FUZZ_WRAP_journal := $(addprefix vpb_atomic_,file_read file_write file_remove folder_remove)
FUZZ_WRAP_HOST := openat read pread close fstat fstatat scandirat
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
		CFLAGS="-O2 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,$(FUZZ_SANITIZERS) -fno-sanitize-recover=all" \
		fuzz-programs
	BUILD=$(BUILD)/fuzz RUNS=$(FUZZ_RUNS) SLOW_RUNS=$(FUZZ_SLOW_RUNS) JOBS=$(FUZZ_JOBS) \
		tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_NAMES)

fuzz-coverage:
	$(MAKE) BUILD=$(BUILD)/fuzz-coverage CFLAGS="-O0 -g --coverage" fuzz-programs
	tests/fuzz/coverage $(BUILD)/fuzz-coverage $(BUILD)/fuzz

fuzz-programs: $(FUZZ_PROGRAMS)

# Without a main of ours, libFuzzer's is linked.
FUZZ_MAIN ?= $(BUILD)/tests/fuzz/replay.o

FUZZ_WRAP := -Wl,--wrap=
fuzz_wrap = $(addprefix $(FUZZ_WRAP),$(FUZZ_WRAP_$(patsubst fuzz_%,%,$(@F))) $1)

$(BUILD)/tests/fuzz/fuzz_rom: $(patsubst %,$(BUILD)/vm/rom/%.o,rom chain flaw)

$(FUZZ_DOMAIN).o: LIB_CFLAGS += $(VM_LIB_CFLAGS)
$(FUZZ_DOMAIN): $(FUZZ_DOMAIN).o $(FUZZ_SHARED) $(FUZZ_MAIN) $(filter $(BUILD)/vm/domain/%,$(VM_OBJECTS)) \
		$(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(HOST_LIB_LIBS) $(VM_LIB_LIBS)

$(filter-out $(FUZZ_HOST_PROGRAMS) $(FUZZ_DOMAIN),$(FUZZ_PROGRAMS)): %: %.o $(FUZZ_SHARED) $(FUZZ_MAIN) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(call fuzz_wrap) -o $@ $^ $(LIB_LIBS)

# With the parts of the host command.
$(FUZZ_HOST_PROGRAMS): %: %.o $(FUZZ_HOST_SHARED) $(FUZZ_MAIN) $(HOST_PARTS) $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(call fuzz_wrap,$(FUZZ_WRAP_HOST)) -o $@ $^ \
		$(LIB_LIBS) $(HOST_LIB_LIBS)
