/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <stddef.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"

#define BETWEEN_VALUES ",\"" VPB_KERNEL_BLANKS

/* How the last of two values of a key stands in the line. */
enum last {
	NEITHER,
	FIRST,
	SECOND,
};

static bool is_value(const char *at, size_t length, const char *value)
{
	return value && length == strlen(value) && strncmp(at, value, length) == 0;
}

static enum last last_of(
	const char *cmdline, const char *key, const char *first, const char *second)
{
	const char *word = cmdline + strspn(cmdline, VPB_KERNEL_BLANKS);
	enum last last = NEITHER;

	for (; *word && !vpb_kernel_word_is_end(word);
		word = vpb_kernel_word_next(word)) {
		const char *end = word + vpb_kernel_word_length(word);
		const char *at = word + (*word == '"');

		if (!vpb_kernel_word_has_key(at, key))
			continue;
		for (at += strlen(key) + 1; at < end; at++) {
			size_t length = strcspn(at, BETWEEN_VALUES);

			if (is_value(at, length, first))
				last = FIRST;
			else if (is_value(at, length, second))
				last = SECOND;
			at += length;
		}
	}
	return last;
}

bool vpb_cmdline_has(const char *cmdline, const char *key, const char *value)
{
	return last_of(cmdline, key, value, NULL) == FIRST;
}

bool vpb_cmdline_asks_intel(const char *cmdline)
{
	return last_of(cmdline, "intel_iommu", "on", "off") == FIRST;
}

bool vpb_cmdline_tells_intel_off(const char *cmdline)
{
	return last_of(cmdline, "intel_iommu", "on", "off") == SECOND;
}

static bool has_word(const char *cmdline, const char *wanted)
{
	const char *word = cmdline + strspn(cmdline, VPB_KERNEL_BLANKS);
	size_t length = strlen(wanted);

	for (; *word && !vpb_kernel_word_is_end(word); word = vpb_kernel_word_next(word))
		if (vpb_kernel_word_length(word) == length &&
			memcmp(word, wanted, length) == 0)
			return true;
	return false;
}

bool vpb_cmdline_says(const char *cmdline, const char *word)
{
	if (strcmp(word, "intel_iommu=on") == 0)
		return vpb_cmdline_asks_intel(cmdline);
	/* arch/x86/kernel/pci-dma.c, iommu_setup(). */
	if (strcmp(word, "iommu=pt") == 0)
		return last_of(cmdline, "iommu", "pt", "nopt") == FIRST;
	return has_word(cmdline, word);
}
