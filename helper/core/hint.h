/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_HINT_H
#define VPB_CORE_HINT_H

#include "../base/text.h"
#include "scene.h"

/*
 * Which device a rule that names none probably meant: ids are typed by hand from web pages, and
 * both guides that many people follow have one wrong. Pure.
 */

/*
 * Adds a sentence without a full stop and returns true, or adds nothing where no device is
 * near enough, or several are equally near.
 *
 * An id: one of the same vendor whose device id differs in one digit, or in two where it is the
 * companion of a display that another rule names. An address or a path with an identity: the
 * device that has this identity elsewhere.
 */
bool vpb_hint_add(const struct vpb_scene *scene, size_t rule, struct vpb_text *text);

#endif
