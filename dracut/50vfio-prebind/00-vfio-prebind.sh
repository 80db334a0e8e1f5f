#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# In images without systemd: init sources this, before udev and before rd.driver.pre= is looked
# at. Sourced: no exit here. The kernel log has what was done; the boot goes on in any case.
/usr/lib/vfio-prebind/vfio-prebind-helper || :
