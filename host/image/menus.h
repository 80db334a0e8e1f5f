/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_MENUS_H
#define VPB_HOST_IMAGE_MENUS_H

#include "place.h"

/*
 * The images that a boot loader's own menu names, each where it is found: Limine's limine.conf, and
 * GRUB's grub.cfg. Of GRUB's only those of kernels of which no image is known yet: it names old and
 * fallback images as well. 0 or -ENOMEM.
 */
int vpb_image_places_read_limine(const struct vpb_image_search *search) VPB_MUST_CHECK;
int vpb_image_places_read_grub(const struct vpb_image_search *search) VPB_MUST_CHECK;

#endif
