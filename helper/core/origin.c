/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "origin.h"

#include <stdlib.h>
#include <string.h>

void vpb_origin_done(struct vpb_origin *origin)
{
	free(origin->source);
	free(origin->quote);
}

bool vpb_origin_copy(const struct vpb_origin *from, struct vpb_origin *ret_copy)
{
	*ret_copy = *from;
	ret_copy->source = strdup(from->source);
	ret_copy->quote = from->quote ? strdup(from->quote) : NULL;
	return ret_copy->source && (!from->quote || ret_copy->quote);
}

void vpb_origin_describe(const struct vpb_origin *origin, struct vpb_text *text)
{
	if (!origin->quote)
		vpb_text_add(
			text, "%s:%u:%u", origin->source, origin->line, origin->column);
	else if (origin->kind == VPB_ORIGIN_CMDLINE)
		vpb_text_add(text, "%s on the %s", origin->quote, origin->source);
	else
		vpb_text_add(text, "%s", origin->quote);
}
