/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_KMOD_H
#define VPB_SYS_KMOD_H

#include <limits.h>

#include "../core/device.h"
#include "root.h"

/*
 * libkmod, made quiet and sent to a tree. It reads some files of the running system whatever
 * directory it is given, so only its indexes and its configuration are asked here. It opens by path
 * and follows every link: of another tree it gets paths that were resolved inside of that tree.
 */

#define VPB_KMOD_LIBRARY "libkmod.so.2"

/* In libkmod's order, where of files of one name the first counts; ended by NULL. */
extern const char *const vpb_modprobe_folders[];

struct kmod_ctx;
struct kmod_module;

/*
 * `directory` holds the module index, NULL for the running kernel's; `folders` are modprobe.d
 * folders, ended by NULL, or NULL for the usual ones. NULL where it cannot be opened, with the
 * errno ELIBACC where there is no libkmod (libkmod.c), else ENOMEM; the caller ends it.
 */
struct kmod_ctx *vpb_kmod_open(const char *directory, const char *const *folders);

void vpb_kmod_unrefp(struct kmod_ctx **kmod);

/* The index of the kernel that the tree runs, which need not be ours. NULL without one. */
struct kmod_ctx *vpb_kmod_open_tree(const struct vpb_root *root);

/* The index of one of the kernels whose modules are in the tree, and no modprobe.d. NULL as above. */
struct kmod_ctx *vpb_kmod_open_release(const struct vpb_root *root, const char *release);

/*
 * The lines of the tree's modprobe.d folders, and among them by its name that kernel's
 * modules.softdep; with NULL the running kernel's. What is no regular file there is skipped:
 * libkmod would open a FIFO, and wait. The first one's path goes to *ret_odd where that is not
 * NULL and has none yet, on the heap.
 */
struct kmod_ctx *vpb_kmod_open_config(
	const struct vpb_root *root, const char *release, char **ret_odd);

/*
 * The folder of that kernel's index, by the path that libkmod is to open: one without links where
 * the root has a wall, and one in which there is nothing where there is none inside. 0 or -errno
 * where one of the files is no regular file or would be another one to libkmod, which follows links
 * out of the tree, or where `release` is no name of a folder.
 */
int vpb_kmod_index_find(const struct vpb_root *root, const char *release,
	char ret_folder[PATH_MAX]) VPB_MUST_CHECK;

/*
 * The module of that name, whatever `alias` lines say; one that is built in has no path. By what libkmod
 * has had from its beginning: 28, of Debian 11 and RHEL 9, has no kmod_module_new_from_name_lookup().
 * 0, -ENOENT where the kernel has none, or another -errno; *ret_module is the caller's to unref.
 */
int vpb_kmod_find(struct kmod_ctx *kmod, const char *name,
	struct kmod_module **ret_module) VPB_MUST_CHECK;

/* Whether that kernel's modules are installed, with their index of aliases. */
bool vpb_kmod_has_index(struct kmod_ctx *kmod);

/*
 * The names of the modules that would claim the device by its modalias, each once, in the
 * order of the index, with a blank between them; nothing is added where there is none, nor
 * where the index or the modalias cannot be read. Returns whether there was any.
 */
bool vpb_kmod_add_claims(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_device *device, struct vpb_text *names);

/* The same for variants of vfio-pci (core/variant.h), and without that. */
bool vpb_kmod_add_variants(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_device *device, struct vpb_text *names);

#endif
