// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../card/config.h"
#include "test.h"

int test_card_read(const char *text, struct vpb_card *ret, char *error, size_t bytes)
{
	FILE *file = fmemopen((char *)(uintptr_t)text, strlen(text), "r");
	int r = vpb_card_read(file, "card", ret, error, bytes);

	fclose(file);
	return r;
}

const char test_good_card[] =
	"# a card\n"
	"function 0 id=10de:2820 class=030000 pin=A msi bar0=16M rom=64K\n"
	"register 0 bar0 0x0 0x194000a1 # the chip\n"
	"register 0 bar0 8 0 write=0x0000ff00\n"
	"register 0 config 0x488 0 write=0x02000000\n"
	"function 1 id=10de:22bd class=040300 bar0=1G:64:prefetch bar2=128:io\n";

void test_description(void)
{
	static const struct {
		const char *text, *error;
	} bad[] = {
		{"functoin 0\n",
			"card:1:1: 'functoin': a line starts with function or register"},
		{"\n\nfunction 9 id=1:2\n",
			"card:3:10: '9': a function's number is 0 to 7"},
		{"function 0 id=10de:28 class=030000\n",
			"card:1:12: 'id=10de:28': not VVVV:DDDD"},
		{"function 0 id=10de:2820\n",
			"card:1:12: after 'id=10de:2820': class=CCCCCC is missing"},
		{"function 0 id=10de:2820 class=030000 bar0=15M\n",
			"card:1:38: 'bar0=15M': the size has to be a power of two"},
		{"function 0 id=10de:2820 class=030000 bar0=16M:46\n",
			"card:1:38: 'bar0=16M:46': after the size only :64, :prefetch and :io can "
			"stand"},
		{"function 0 id=10de:2820 class=030000 bar0=16:64 bar1=16\n",
			"card:1:49: after 'bar1=16': a BAR stands in the upper half of the one "
			"before it"},
		{"function 0 id=10de:2820 class=030000\nregister 0 bar1 0 0\n",
			"card:2:12: 'bar1': this function has no such BAR"},
		{"function 0 id=10de:2820 class=030000 bar1=16\nregister 0 bar1 16 0\n",
			"card:2:17: '16': the offset is beyond the region's end"},
		{"function 1 id=10de:2820 class=030000\n", "card: it has no function 0"},
	};
	struct vpb_card card;
	char error[256];

	CHECK(test_card_read(test_good_card, &card, error, sizeof(error)) == 0);
	CHECK(card.function_count == 2 && card.functions[0].register_count == 3);
	CHECK(card.functions[1].bar[0].size_bytes == 1 << 30 &&
		card.functions[1].bar[0].wide);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(test_card_read(bad[i].text, &card, error, sizeof(error)) ==
			-EINVAL);
		check(!strcmp(error, bad[i].error), error, __FILE__, __LINE__);
	}
}

static uint32_t config_after(struct vpb_config *config, size_t offset, uint32_t written)
{
	uint32_t value;

	(void)!vpb_config_write(config, offset, &written, sizeof(written));
	vpb_config_read(config, offset, &value, sizeof(value));
	return value;
}

void test_config(const struct vpb_card *card)
{
	static struct vpb_config c;

	vpb_config_init(&c, &card->functions[0], true);
	CHECK(config_after(&c, 0x00, 0xffffffff) == 0x282010de);
	CHECK(config_after(&c, 0x10, 0xffffffff) == 0xff000000);
	CHECK(config_after(&c, 0x30, 0xfffff800) == 0xffff0000);
	CHECK(config_after(&c, 0x488, 0xffffffff) == 0x02000000);
	CHECK(c.value[0x0e] == 0x80);
	/* PMCSR: the state sticks; a written bit 15 does not, and clears what was. */
	CHECK(config_after(&c, VPB_CONFIG_PM + 4, 0x00008003) == 0x0000000b);
	c.value[VPB_CONFIG_PM + 5] |= 0x80;
	CHECK(config_after(&c, VPB_CONFIG_PM + 4, 0x00000003) == 0x0000800b);
	CHECK(config_after(&c, VPB_CONFIG_PM + 4, 0x00008003) == 0x0000000b);
	vpb_config_init(&c, &card->functions[1], true);
	CHECK(config_after(&c, 0x10, 0xffffffff) == 0xc000000c);
	CHECK(config_after(&c, 0x14, 0xffffffff) == 0xffffffff);
	CHECK(config_after(&c, 0x18, 0xffffffff) == 0xffffff81);
}
