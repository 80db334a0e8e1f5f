/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_SOURCES_H
#define VPB_SYS_SOURCES_H

#include "../core/request.h"
#include "root.h"

/* Where a request comes from. A drop-in of /etc hides one of the same name in /usr/lib. */
#define VPB_CONFIG_FILE "etc/vfio-prebind.conf"
#define VPB_CONFIG_DIRECTORY_ETC "etc/vfio-prebind.conf.d"
#define VPB_CONFIG_DIRECTORY_USR "usr/lib/vfio-prebind.conf.d"

/* The credential that holds lines of the configuration. */
#define VPB_CREDENTIAL "vfio-prebind.conf"

/* What is read instead of the usual sources, for those who ask "what if". */
struct vpb_sources {
	const char *config; /* the text of one file, or NULL for all files of the tree */
	size_t config_length;
	const char *config_name; /* what that file is called where something is wrong */
	/* A drop-in of /etc that is to be written: it counts as this, whatever it holds now. */
	const char *new_path, *new_text;
	const char *cmdline; /* a kernel command line, or NULL for /proc/cmdline */
	/* Further to the files: systemd's folder with this unit's credentials, or NULL. */
	const char *credentials;
	bool is_other_boot; /* what is known of this boot says nothing: no /proc/vmcore */
	bool is_for_files; /* nor do vfio_prebind.enable= and words of a rescue */
	/*
	 * Each is bound, with its words after '+' as on the command line; ended by NULL. All other
	 * rules are then left out, and of the command line only a network root counts.
	 */
	const char *const *selectors;
	bool is_release; /* what they name is given back to the host */
};

/*
 * Reads the configuration file, then the drop-ins of both directories in the order of their
 * names, then the credential, then the ids of modprobe.d, then /proc/cmdline, and looks whether
 * this is the kernel that saves a crash dump; or what `sources` has instead, where zeroed memory
 * stands for nothing. A file that is missing is no error; one that cannot be read is a problem in
 * the request, but for those of modprobe.d. Returns 0 or -ENOMEM.
 */
int vpb_sources_read(const struct vpb_root *root, const struct vpb_sources *sources,
	struct vpb_request *request) VPB_MUST_CHECK;

#endif
