/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cleanup.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void vpb_freep(void *pointer_address)
{
	free(*(void **)pointer_address);
}

void vpb_closep(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = saved;
}
