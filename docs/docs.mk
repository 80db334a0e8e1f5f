# SPDX-License-Identifier: GPL-2.0-or-later
# transcript: a run of setup into README, for when what it says has changed; `make lint` compares.

TRANSCRIPT := $(BUILD)/vfio-prebind $(EXPAND) $(BUILD)/tests/scratch/transcript
export TRANSCRIPT

.PHONY: transcript
transcript lint: $(BUILD)/vfio-prebind $(EXPAND)
transcript:
	tests/lint/transcript --write $(TRANSCRIPT)
