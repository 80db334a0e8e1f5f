/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A card's ROM as the card itself has it: awake for as long as that takes, and not longer. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../../helper/sys/attribute.h"
#include "../../helper/sys/deadline.h"
#include "rom.h"
#include "source.h"

enum {
	DEADLINE_MS =
		20000, /* the kernel itself waits a second for most cards, and longer for some */
	WAKE_MS = 5000,
	STEP_MS = 20,
};

/* In memory that the child shares, as what it reads is more than a pipe takes. */
struct work {
	const struct vpb_root *root;
	const struct vpb_device *device;
	int error;
	size_t length;
	unsigned char data[VPB_ROM_BYTES_MAX];
};

/* A device whose power is never saved says "active", or "unsupported". */
static int awake_wait(const struct work *work)
{
	char status[16];

	for (int waited_ms = 0; waited_ms < WAKE_MS; waited_ms += STEP_MS) {
		int r = vpb_attribute_read(work->root, work->device->address,
			"power/runtime_status", status, sizeof(status));

		if (r < 0 || (strcmp(status, "suspended") != 0 &&
				     strcmp(status, "suspending") != 0 &&
				     strcmp(status, "resuming") != 0))
			return r == -ENOENT ? 0 : r;
		nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000L}, NULL);
	}
	return -ETIMEDOUT;
}

static int awake_read(struct work *work)
{
	VPB_CLEANUP(vpb_rom_source_done) struct vpb_rom_source source = {};
	char path[PATH_MAX];
	int r = awake_wait(work), closed;

	if (r == 0)
		r = vpb_attribute_write(work->root, work->device->address, "rom", "1");
	if (r < 0)
		return r;
	r = vpb_rom_read_path(work->root,
		vpb_attribute_path(work->device->address, "rom", path), "/", &source);
	closed = vpb_attribute_write(work->root, work->device->address, "rom", "0");
	if (r == 0)
		r = closed;
	if (r < 0)
		return r;
	memcpy(work->data, source.data, source.length);
	work->length = source.length;
	return 0;
}

/* In the child, where it may wait for a card that never answers. Half of it is never left done. */
static int card_read(int tell_fd, void *context)
{
	struct work *work = context;
	struct vpb_address address = work->device->address;
	char control[16] = "";
	sigset_t all;
	int restored = 0;

	(void)tell_fd;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	if (vpb_attribute_read(
		    work->root, address, "power/control", control, sizeof(control)) < 0)
		control[0] = '\0';
	if (strcmp(control, "auto") == 0)
		work->error =
			vpb_attribute_write(work->root, address, "power/control", "on");
	if (work->error == 0)
		work->error = awake_read(work);
	if (strcmp(control, "auto") == 0)
		restored =
			vpb_attribute_write(work->root, address, "power/control", "auto");
	if (work->error == 0)
		work->error = restored;
	return 0;
}

static int awake_card_read(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *source)
{
	struct work *work = mmap(NULL, sizeof(*work), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int r;

	if (work == MAP_FAILED)
		return -errno;
	work->root = root;
	work->device = device;
	r = vpb_deadline_run(card_read, NULL, work, 0, DEADLINE_MS);
	if (r == 0)
		r = work->error;
	if (r == 0) {
		source->data = malloc(work->length + 1);
		r = source->data ? 0 : -ENOMEM;
	}
	if (r == 0) {
		memcpy(source->data, work->data, work->length);
		source->length = work->length;
	}
	munmap(work, sizeof(*work));
	return r > 0 ? -EIO : r;
}

int vpb_rom_read_card(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *ret_source)
{
	VPB_CLEANUP(vpb_rom_source_done) struct vpb_rom_source source = {};
	char path[PATH_MAX];
	int r;

	vpb_attribute_path(device->address, "rom", path);
	if (!vpb_root_has(root, path))
		return -ENOENT;
	if (device->is_boot_vga)
		return -EUCLEAN;
	/* A copy of a machine has no card that could be woken. */
	if (!root->is_running_machine)
		return vpb_rom_read_path(root, path, "/", ret_source);
	r = awake_card_read(root, device, &source);
	if (r == 0 && asprintf(&source.from, "/%s", path) < 0) {
		source.from = NULL;
		r = -ENOMEM;
	}
	if (r < 0)
		return r;
	*ret_source = source;
	source = (struct vpb_rom_source){};
	return 0;
}
