# SPDX-License-Identifier: GPL-2.0-or-later
# transcript: a run of setup into README, and the runs of docs/FIRST-RUN.md, for when what is said has changed;
# screens-drawn: the pictures of its menu and of list. `make lint` compares all of them.

TRANSCRIPT := $(BUILD)/vfio-prebind $(EXPAND) $(BUILD)/tests/scratch/transcript
export TRANSCRIPT
FIRST_RUN := $(BUILD)/vfio-prebind $(EXPAND) $(BUILD)/tests/scratch/first-run $(BUILD)/vfio-prebind-helper
export FIRST_RUN

# What the screens in README show, which `pictures` draws as well.
SCREENS := $(BUILD)/vfio-prebind $(EXPAND) $(BUILD)/tests/command/menu/typed $(BUILD)/tests/scratch/screens-drawn
export SCREENS

.PHONY: transcript screens-drawn
transcript screens-drawn lint: $(BUILD)/vfio-prebind $(BUILD)/vfio-prebind-helper $(EXPAND) $(BUILD)/tests/command/menu/typed
transcript:
	tests/lint/transcript --write $(TRANSCRIPT)
	tests/lint/first-run --write $(FIRST_RUN)
screens-drawn:
	docs/pictures $(SCREENS)
pictures: screens-drawn
