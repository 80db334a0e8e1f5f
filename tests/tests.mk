# SPDX-License-Identifier: GPL-2.0-or-later
# Everything that tests. Each suite prints TAP through tests/tap, which keeps its counts; the
# last line of `make test` sums them up.

TEST_COUNTS := $(abspath $(BUILD))/test-counts
export TEST_COUNTS

# Tier one: what needs no boot, then the boots that guard the heart.
QUICK_SUITES := lint unit unit-sanitized machines boot command domain packaging generators random faults-some \
	fuzz-replay vm-boot-test vm-judge-test
FRESH := fresh-bookworm-plain fresh-trixie-plain fresh-trixie-odd
FRESH_COMMANDS := fresh-bookworm-commands fresh-trixie-commands

.PHONY: test quick fresh fresh-commands ci demo lint $(FRESH) $(FRESH_COMMANDS)
test:
	tests/need test
	@$(MAKE) --no-print-directory all
	@MAKE="$(MAKE)" tests/suites $(QUICK_SUITES) lab-tier1

# The same without the boots, and without installing anything.
quick: all
	@MAKE="$(MAKE)" tests/suites $(QUICK_SUITES)

# The same in Debian roots that are made for it from nothing, so that nothing of this machine helps;
# the third differs from them in all that a test must not depend on.
fresh:
	@tests/need demo
	@MAKE="$(MAKE)" tests/suites $(FRESH)

# README's two commands, boots and all, in bare roots; more than an hour.
fresh-commands:
	@tests/need demo
	@MAKE="$(MAKE)" tests/suites $(FRESH_COMMANDS)

$(FRESH) $(FRESH_COMMANDS): fresh-%:
	@mkdir -p $(dir $(TEST_COUNTS))
	@tests/fresh/run $(subst -, ,$*)

# What continuous integration runs.
ci:
	@tests/need lab
	@MAKE="$(MAKE)" tests/suites $(FRESH) lab-tier1

demo:
	@tests/need demo
	@$(MAKE) --no-print-directory demo-boots

lint:
	tests/tap tests/lint/run

-include tests/unit/unit.mk
-include tests/random/random.mk
-include tests/fuzz/fuzz.mk
-include tests/boot/boot.mk
-include tests/command/command.mk
-include tests/domain/domain.mk
-include tests/bench/bench.mk
-include tests/faults/faults.mk
-include tests/analyze/analyze.mk
-include tests/packaging/packaging.mk
-include tests/generators/generators.mk
-include tests/vm/boot.mk
-include tests/vm/lab.mk
-include docs/docs.mk
