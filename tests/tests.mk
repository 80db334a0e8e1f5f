# SPDX-License-Identifier: GPL-2.0-or-later
# Everything that tests. Each suite prints TAP through tests/tap, which keeps its counts; the
# last line of `make test` sums them up.

TEST_COUNTS := $(BUILD)/test-counts
export TEST_COUNTS

-include tests/unit/unit.mk
-include tests/cli/cli.mk
-include tests/packaging/packaging.mk
-include tests/vm/boot.mk
-include tests/vm/lab.mk
