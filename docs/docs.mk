# SPDX-License-Identifier: GPL-2.0-or-later
# transcript: a run of setup into README, for when what it says has changed; screens-drawn: the pictures of its
# menu and of list. `make lint` compares both.

TRANSCRIPT := $(BUILD)/vfio-prebind $(EXPAND) $(BUILD)/tests/scratch/transcript
export TRANSCRIPT

# What the screens in README show, which `pictures` draws as well.
SCREENS := $(BUILD)/vfio-prebind $(EXPAND) $(BUILD)/tests/command/menu/typed $(BUILD)/tests/scratch/screens-drawn
export SCREENS

.PHONY: transcript screens-drawn
transcript screens-drawn lint: $(BUILD)/vfio-prebind $(EXPAND) $(BUILD)/tests/command/menu/typed
transcript:
	tests/lint/transcript --write $(TRANSCRIPT)
screens-drawn:
	docs/pictures $(SCREENS)
pictures: screens-drawn
