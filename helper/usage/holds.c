/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "holds.h"

#include <stdlib.h>
#include <unistd.h>

void vpb_holds_done(struct vpb_holds *holds)
{
	for (size_t i = 0; i < holds->count; i++)
		close(holds->fds[i]);
	free(holds->fds);
	*holds = (struct vpb_holds){};
}
