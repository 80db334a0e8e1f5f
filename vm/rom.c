/* SPDX-License-Identifier: GPL-2.0-or-later */

/* rom: a card's ROM, for a VM's firmware: where it can be had, whether it is any good, and no byte too many. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../helper/base/array.h"
#include "../helper/base/log.h"
#include "../host/change/atomic_file.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "command.h"
#include "rom/device.h"
#include "rom/print.h"

static void help_print(void)
{
	printf("vfio-prebind vm rom [OPTION...] SELECTOR\n"
	       "\n"
	       "Looks at the ROM (VBIOS) of a card, and says whether a VM's firmware would run\n"
	       "it. It is looked for in what the firmware gave to the kernel at boot, then in the\n"
	       "card itself, which is woken for that, then in the firmware's table VFCT. Nothing is\n"
	       "ever written to the card's ROM.\n"
	       "\n"
	       "  -o FILE, --output FILE  writes it there, without what is none of it\n"
	       "  --from FILE             looks at this one instead\n"
	       "  --json                  for programs\n" VPB_OPTIONS_HELP "\n"
	       "Ends with 3 where a VM could not use it; then nothing is written.\n");
}

struct query {
	const char *output, *from;
	bool is_json;
	const char *selector;
};

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct query *query)
{
	static const struct option known[] = {
		{"output", required_argument, NULL, 'o'},
		{"from", required_argument, NULL, 'f'},
		{"json", no_argument, NULL, 'J'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv, "o:" VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
		query->is_json |= option == 'J';
		if (option == 'o')
			query->output = optarg;
		else if (option == 'f')
			query->from = optarg;
	}
	if (optind == argc) {
		vpb_log(VPB_LOG_ERROR, "vm rom: which card? Name one, such as 01:00.0; "
				       "vfio-prebind list has them");
		return VPB_EXIT_USAGE;
	}
	query->selector = argv[optind++];
	return vpb_options_end(argc, argv, "vm rom");
}

/* What to do about a place that has none, or NULL where that is nothing of interest. */
static const char *place_cure(int error)
{
	switch (error) {
	case -EIO:
		return "the card did not answer: wake it (a VM or a driver that uses it), and "
		       "try again";
	case -ETIMEDOUT:
		return "the card does not wake up: `dmesg` may say why";
	case -EUCLEAN:
		return "the machine started with this card, and the kernel has only a copy that "
		       "has run and changed: boot with another display, or take the ROM from "
		       "its maker";
	case -EACCES:
		return "only root may read it";
	case -EFBIG:
		return "it is larger than 16 MiB, which no card's ROM is";
	default:
		return NULL;
	}
}

typedef int rom_read(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *ret_source);

/* The first that is of use, else the last that was there. 0, -ENOENT, or another -errno. */
static int rom_find(const struct vpb_root *root, struct vpb_rom_answer *answer)
{
	static const struct {
		rom_read *read;
		const char *where;
	} places[] = {
		{vpb_rom_read_boot, "what the firmware gave at boot"},
		{vpb_rom_read_card, "the card"},
		{vpb_rom_read_acpi, "the firmware's table VFCT"},
	};
	bool has_any = false;

	for (size_t i = 0; i < VPB_ARRAY_SIZE(places); i++) {
		struct vpb_rom_source source = {};
		int r = places[i].read(root, &answer->device, &source);

		if (r == -ENOMEM)
			return r;
		if (r < 0 && r != -ENOENT)
			vpb_log(VPB_LOG_WARNING, "vm rom: %s: %s", places[i].where,
				place_cure(r) ? place_cure(r) : strerror(-r));
		if (r < 0)
			continue;
		vpb_rom_source_done(&answer->source);
		answer->source = source;
		vpb_rom_look(source.data, source.length, answer->device.vendor,
			answer->device.device, &answer->rom);
		has_any = true;
		if (answer->rom.flaws.verdict != VPB_ROM_USELESS)
			return 0;
	}
	return has_any ? 0 : -ENOENT;
}

/* Returns a negative number to go on, else the exit status. */
static int answer_find(const struct vpb_root *root, const struct query *query,
	struct vpb_rom_answer *answer)
{
	char address[VPB_ADDRESS_BYTES];
	int r;

	if (query->from) {
		r = vpb_rom_read_file(query->from, &answer->source);
		if (r == 0)
			vpb_rom_look(answer->source.data, answer->source.length,
				answer->device.vendor, answer->device.device,
				&answer->rom);
	} else {
		r = rom_find(root, answer);
	}
	if (r == 0)
		return -1;
	if (query->from)
		vpb_log(VPB_LOG_ERROR, "vm rom: %s: %s", VPB_WORD(query->from),
			r == -EFBIG ? place_cure(r) : strerror(-r));
	else if (r != -ENOENT)
		vpb_log(VPB_LOG_ERROR, "vm rom: %s", strerror(-r));
	else
		vpb_log(VPB_LOG_ERROR,
			"vm rom: no ROM of %s was found: the firmware gave none at boot, which "
			"it does only where the kernel is started through its EFI stub (a UKI, "
			"systemd-boot, GRUB from 2.12 on), and the card shows none. A file "
			"from elsewhere can be looked at: vm rom --from FILE %s",
			vpb_address_format(answer->device.address, address),
			VPB_WORD(query->selector));
	return VPB_EXIT_FAILED;
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat first, second;

	return stat(a, &first) == 0 && stat(b, &second) == 0 &&
	       first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/* Returns the exit status. */
static int rom_write(const struct query *query, const struct vpb_rom_answer *answer)
{
	const struct vpb_root here = vpb_root_here();
	const struct vpb_rom *rom = &answer->rom;
	int r;

	if (query->from && is_same_file(query->from, query->output)) {
		vpb_log(VPB_LOG_ERROR,
			"vm rom: %s: the original is kept; name another file after -o",
			VPB_WORD(query->output));
		return VPB_EXIT_USAGE;
	}
	r = vpb_atomic_file_write(&here, query->output, answer->source.data + rom->begin,
		rom->end - rom->begin, NULL, 0644);
	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "vm rom: %s: %s", VPB_WORD(query->output),
			strerror(-r));
		return VPB_EXIT_FAILED;
	}
	if (!query->is_json)
		vpb_line_print(
			"Written: %s (%zu bytes)", query->output, rom->end - rom->begin);
	return VPB_EXIT_DONE;
}

static int answer_give(const struct query *query, const struct vpb_rom_answer *answer)
{
	int r = query->is_json ? vpb_rom_print_json(answer) : vpb_rom_print(answer);

	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "vm rom: %s", strerror(-r));
		return VPB_EXIT_FAILED;
	}
	if (answer->rom.flaws.verdict == VPB_ROM_USELESS)
		return VPB_EXIT_REFUSED;
	return query->output ? rom_write(query, answer) : VPB_EXIT_DONE;
}

int vpb_vm_command_rom(const struct vpb_root *root, int argc, char **argv)
{
	struct query query = {};
	struct vpb_rom_answer answer = {};
	int r = options_parse(argc, argv, &query);

	if (r < 0)
		r = vpb_rom_device_find(
			root, query.selector, !query.from, &answer.device);
	if (r < 0)
		r = answer_find(root, &query, &answer);
	if (r < 0)
		r = answer_give(&query, &answer);
	vpb_rom_source_done(&answer.source);
	return r;
}
