# SPDX-License-Identifier: GPL-2.0-or-later
# messages: the template and the catalogs of now; what is new, or fuzzy, is for translators.

.PHONY: messages
messages:
	@mkdir -p $(BUILD)
	po/extract >$(BUILD)/messages.pot
	cp $(BUILD)/messages.pot po/vfio-prebind.pot
	for file in po/*.po; do msgmerge --quiet --update --backup=none --no-wrap --no-location $$file po/vfio-prebind.pot || exit; done
