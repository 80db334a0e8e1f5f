# SPDX-License-Identifier: GPL-2.0-or-later
# coverage: what the unit tests and the random machines and trees have run of helper/core, by gcov: a
# line a file; fails below 95 % of the lines or 90 % of the branches. The programs' own tests are not
# counted: their children end by _exit(), and gcov writes where a test allows nobody to.
# analyze: gcc -fanalyzer, clang-tidy, scan-build and the flags of the built programs. cppcheck is one
# of `make lint`. Each exception stands in the code or in this folder, with its reason.

COVERAGE := $(BUILD)/coverage

.PHONY: coverage coverage-runs analyze

coverage:
	rm -rf $(COVERAGE)
	$(MAKE) BUILD=$(COVERAGE) TEST_COUNTS=$(abspath $(COVERAGE))/test-counts V= \
		CFLAGS="-O0 -g --coverage" coverage-runs
	tests/analyze/coverage $(COVERAGE)

coverage-runs: unit $(RANDOM_PROGRAM) $(RANDOM_TREE_PROGRAM) $(RANDOM_STACKS_PROGRAM) \
	$(RANDOM_MEMORY_PROGRAM)
	tests/tap "$(RANDOM_PROGRAM) 3000" "$(RANDOM_TREE_PROGRAM) 100" "$(RANDOM_STACKS_PROGRAM) 100" \
		"$(RANDOM_MEMORY_PROGRAM) 50"

analyze: all
	tests/tap "tests/analyze/run $(BUILD) '$(filter-out -DVPB_VERSION%,$(ALL_CPPFLAGS)) $(LIB_CFLAGS) $(HOST_LIB_CFLAGS)'"
