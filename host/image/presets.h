/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_PRESETS_H
#define VPB_HOST_IMAGE_PRESETS_H

#include "place.h"

/* mkinitcpio's presets. 0 or -ENOMEM. */
int vpb_image_places_read_presets(const struct vpb_image_search *search) VPB_MUST_CHECK;

#endif
