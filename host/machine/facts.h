/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_FACTS_H
#define VPB_HOST_MACHINE_FACTS_H

#include <limits.h>

#include "../../helper/core/device.h"
#include "../../helper/sys/root.h"

/*
 * What is known of the machine and of its kernels beyond the PCI bus: whether a VM could have a
 * device at all. Facts only.
 */

enum vpb_answer {
	VPB_UNKNOWN,
	VPB_NO,
	VPB_YES,
};

/* What the machine is, as far as it makes a difference to its IOMMU. */
enum vpb_platform {
	VPB_PLATFORM_UNKNOWN,
	VPB_PLATFORM_INTEL,
	VPB_PLATFORM_AMD,
	VPB_PLATFORM_ARM,
	VPB_PLATFORM_XEN, /* dom0 */
	VPB_PLATFORM_GUEST, /* itself a VM */
};

/* How a kernel comes by vfio-pci. */
enum vpb_vfio_form {
	VPB_VFIO_MISSING,
	VPB_VFIO_MODULE,
	VPB_VFIO_BUILT_IN,
};

/* What a kernel's build configuration says of IOMMUs. */
struct vpb_kernel_config {
	enum vpb_answer intel_iommu, amd_iommu; /* built with it at all */
	/* Intel's is on without intel_iommu=on; Debian's kernels spare integrated GPUs. */
	enum vpb_answer intel_default_on;
	bool intel_spares_gpu;
	enum vpb_answer passthrough; /* as with iommu=pt */
};

/* A kernel whose modules are installed. */
struct vpb_kernel {
	char release[VPB_NAME_BYTES * 2];
	enum vpb_vfio_form vfio;
	bool has_virqfd; /* up to 6.1 */
	struct vpb_kernel_config config;
	bool is_running;
};

/* Something of another program's that is about these devices or their drivers. */
struct vpb_other {
	const char *
		kind; /* "driverctl", "modules-load", "service", "kernel-name", "udev-remove",
		       * "udev-driver", "gpu-switcher", "libvirt-hook": constants */
	char *path; /* of the file, with the root before it */
	char *word; /* a PCI address, a module, a vendor's id with or without a class, a tool, or "" */
};

struct vpb_facts {
	enum vpb_platform platform;
	bool has_groups; /* the kernel made IOMMU groups */
	bool has_dmar, has_ivrs; /* ACPI tables of Intel's and AMD's IOMMU */
	char *cmdline; /* of this boot */
	struct vpb_kernel_config config; /* the running kernel's, also without modules */
	enum vpb_answer remaps_interrupts; /* x86: by the names in /proc/interrupts */
	bool allows_unsafe_interrupts; /* vfio's option */
	char lockdown[VPB_NAME_BYTES]; /* "integrity", "confidentiality", "none", "" */
	struct vpb_kernel *kernels;
	size_t kernel_count;
	struct vpb_other *others;
	size_t other_count;
};

void vpb_facts_done(struct vpb_facts *facts);

/* Returns 0, or -errno where a file that the command line depends on cannot be read: it is logged. */
int vpb_facts_read(
	const struct vpb_root *root, struct vpb_facts *ret_facts) VPB_MUST_CHECK;

/*
 * Where that kernel itself is, without '/' before it; its usual place, and false, where it is
 * nowhere.
 */
bool vpb_facts_kernel_find(
	const struct vpb_root *root, const char *release, char ret_path[PATH_MAX]);

/* The word of this boot's command line that turns the IOMMU off, without "=off"; NULL where none does. */
const char *vpb_facts_iommu_switch(const struct vpb_facts *facts);

/*
 * Whether the group has a region that VFIO does not accept: one that must always be mapped
 * ("direct"), which firmware asks for (drivers/iommu/iommu.c, iommu_group_show_resv_regions).
 */
bool vpb_facts_group_is_reserved(const struct vpb_root *root, unsigned int group);

/* VPB_PLATFORM_UNKNOWN for a processor of another maker, and where nothing tells. */
enum vpb_platform vpb_platform_find(const struct vpb_root *root);

/* The parts of it that look into folders, and at one kernel. All return 0 or -ENOMEM. */

typedef int vpb_facts_take(const struct vpb_root *root, const char *folder,
	const char *name, struct vpb_facts *facts);

/* Calls `take` for each entry that is not hidden, by name; a missing folder is empty. */
int vpb_facts_each_entry(const struct vpb_root *root, const char *folder,
	vpb_facts_take *take, struct vpb_facts *facts) VPB_MUST_CHECK;

/*
 * From /boot, or the folder of its modules; the running kernel's also from /proc/config.gz. What
 * cannot be read stays as it is.
 */
void vpb_facts_read_config(const struct vpb_root *root, const char *release,
	struct vpb_kernel_config *config);

int vpb_facts_read_kernels(
	const struct vpb_root *root, struct vpb_facts *facts) VPB_MUST_CHECK;
int vpb_facts_read_conflicts(
	const struct vpb_root *root, struct vpb_facts *facts) VPB_MUST_CHECK;
int vpb_facts_read_switchers(
	const struct vpb_root *root, struct vpb_facts *facts) VPB_MUST_CHECK;

/* Copies the texts; `kind` is a constant, see struct vpb_other. */
int vpb_facts_add_conflict(struct vpb_facts *facts, const struct vpb_root *root,
	const char *kind, const char *path, const char *word) VPB_MUST_CHECK;

#endif
