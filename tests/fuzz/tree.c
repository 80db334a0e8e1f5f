/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

enum {
	PATH_BYTES = 192,
	CHANGES_MAX = 64,
};

static struct vpb_root root = {.fd = -1};
static char directory[PATH_BYTES];
static char changed[CHANGES_MAX][PATH_BYTES];
static unsigned int changed_count;

struct node {
	const char *name, *folder; /* folder: below sys/devices/pci0000:00 */
	const char *vendor, *device, *class, *boot_vga, *group, *driver, *secondary;
};

static const struct node nodes[] = {
	{"0000:00:00.0", "0000:00:00.0", "0x8086", "0x4660", "0x060000", NULL, "0", NULL,
		NULL},
	{"0000:00:01.0", "0000:00:01.0", "0x8086", "0x460d", "0x060400", NULL, "2",
		"pcieport", "1"},
	{"0000:00:02.0", "0000:00:02.0", "0x8086", "0x4680", "0x030000", "1", "1", "i915",
		NULL},
	{"0000:01:00.0", "0000:00:01.0/0000:01:00.0", "0x10de", "0x2820", "0x030000", "0",
		"2", NULL, NULL},
	{"0000:01:00.1", "0000:00:01.0/0000:01:00.1", "0x10de", "0x22bd", "0x040300",
		NULL, "2", NULL, NULL},
	{"0000:02:00.0", "0000:02:00.0", "0x8086", "0x1521", "0x020000", NULL, "3", "igb",
		NULL},
};

#define NODE_COUNT (sizeof(nodes) / sizeof(*nodes))

static const char *const attributes[] = {"vendor", "device", "class", "boot_vga",
	"iommu_group", "driver", "driver_override", "secondary_bus_number",
	"subsystem_vendor", "subsystem_device", "sriov_numvfs", "physfn", "resource",
	"modalias", "revision"};

#define ATTRIBUTE_COUNT (sizeof(attributes) / sizeof(*attributes))

/* Lines that the input gives to a file, and what it holds where there are none. */
static struct file {
	const char *word, *path, *usual;
	struct vpb_text text;
} files[] = {
	{.word = "conf", .path = "etc/vfio-prebind.conf", .usual = "bind 01:00.0\n"},
	{.word = "cmdline", .path = "proc/cmdline", .usual = "quiet\n"},
	{.word = "iomem", .path = "proc/iomem", .usual = ""},
	{.word = "modprobe", .path = "etc/modprobe.d/a.conf", .usual = ""},
};

#define FILE_COUNT (sizeof(files) / sizeof(*files))

static void folder_make(const char *path)
{
	char part[PATH_BYTES];

	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		mkdirat(root.fd, part, 0755);
	}
	mkdirat(root.fd, path, 0755);
}

static void file_write(const char *path, const char *bytes, size_t length)
{
	int fd = openat(root.fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	FUZZ_HOLD(fd >= 0);
	FUZZ_HOLD(write(fd, bytes, length) == (ssize_t)length);
	close(fd);
}

static void attribute_path(size_t node, size_t attribute, char path[PATH_BYTES])
{
	snprintf(path, PATH_BYTES, "sys/devices/pci0000:00/%s/%s", nodes[node].folder,
		attributes[attribute]);
}

/* As the small machine has it. */
static void attribute_restore(size_t node, size_t attribute)
{
	const struct node *of = &nodes[node];
	const char *const values[ATTRIBUTE_COUNT] = {of->vendor, of->device, of->class,
		of->boot_vga, of->group, of->driver, "(null)", of->secondary, "0x1d05",
		"0x1178"};
	const char *value = values[attribute];
	char path[PATH_BYTES], text[PATH_BYTES];

	attribute_path(node, attribute, path);
	unlinkat(root.fd, path, 0);
	if (!value)
		return;
	if (strcmp(attributes[attribute], "iommu_group") == 0) {
		snprintf(text, sizeof(text), "../../kernel/iommu_groups/%s", value);
		FUZZ_HOLD(symlinkat(text, root.fd, path) == 0);
	} else if (strcmp(attributes[attribute], "driver") == 0) {
		snprintf(text, sizeof(text), "../../bus/pci/drivers/%s", value);
		FUZZ_HOLD(symlinkat(text, root.fd, path) == 0);
	} else {
		snprintf(text, sizeof(text), "%s\n", value);
		file_write(path, text, strlen(text));
	}
}

static void node_make(size_t index)
{
	const struct node *node = &nodes[index];
	char path[PATH_BYTES], target[PATH_BYTES];

	snprintf(path, sizeof(path), "sys/devices/pci0000:00/%s", node->folder);
	folder_make(path);
	for (size_t i = 0; i < ATTRIBUTE_COUNT; i++)
		attribute_restore(index, i);
	snprintf(target, sizeof(target), "../../../devices/pci0000:00/%s", node->folder);
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", node->name);
	FUZZ_HOLD(symlinkat(target, root.fd, path) == 0);
	snprintf(path, sizeof(path), "sys/kernel/iommu_groups/%s/devices", node->group);
	folder_make(path);
	snprintf(path, sizeof(path), "sys/kernel/iommu_groups/%s/devices/%s", node->group,
		node->name);
	file_write(path, "", 0);
}

static int one_remove(
	const char *path, const struct stat *status, int type, struct FTW *level)
{
	(void)status, (void)type, (void)level;
	return remove(path);
}

static void tree_remove(void)
{
	nftw(directory, one_remove, 8, FTW_DEPTH | FTW_PHYS);
	vpb_root_done(&root);
}

const struct vpb_root *tree_get(void)
{
	const char *above = getenv("TMPDIR");

	if (root.fd >= 0)
		return &root;
	if (!above)
		above = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(directory, sizeof(directory), "%s/vfio-prebind-fuzz-XXXXXX", above);
	FUZZ_HOLD(mkdtemp(directory));
	FUZZ_HOLD(vpb_root_open(directory, &root) == 0);
	atexit(tree_remove);
	folder_make("sys/bus/pci/devices");
	folder_make("proc");
	folder_make("etc/modprobe.d");
	for (size_t i = 0; i < NODE_COUNT; i++)
		node_make(i);
	return &root;
}

/* Turns \n, \0 and \xHH into bytes, in place; returns how many there are. */
static size_t bytes_unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		unsigned int byte;

		if (from[0] != '\\') {
			*to++ = *from;
		} else if (from[1] == 'n' || from[1] == '0') {
			*to++ = *++from == 'n' ? '\n' : '\0';
		} else if (from[1] == 'x' && isxdigit((unsigned char)from[2]) &&
			   isxdigit((unsigned char)from[3])) {
			sscanf(from + 2, "%2x", &byte);
			*to++ = (char)byte;
			from += 3;
		} else {
			*to++ = *from;
		}
	}
	return (size_t)(to - text);
}

static bool is_link_by_nature(const char *attribute)
{
	return strcmp(attribute, "driver") == 0 || strcmp(attribute, "physfn") == 0 ||
	       strcmp(attribute, "iommu_group") == 0;
}

/* What is not read as a link leads nowhere outside: that would be read. */
static void link_make(const char *target, const char *path, bool anywhere)
{
	if (anywhere || (target[0] != '/' && !strstr(target, "..")))
		FUZZ_HOLD(symlinkat(target, root.fd, path) == 0 || errno == ENOENT ||
			  errno == ENAMETOOLONG);
}

static void attribute_change(size_t node, size_t attribute, char *value)
{
	char path[PATH_BYTES];

	attribute_path(node, attribute, path);
	if (changed_count == CHANGES_MAX)
		return;
	memcpy(changed[changed_count++], path, sizeof(path));
	unlinkat(root.fd, path, 0);
	if (!value)
		return;
	if (strncmp(value, "-> ", 3) == 0)
		link_make(value + 3, path, is_link_by_nature(attributes[attribute]));
	else
		file_write(path, value, bytes_unescape(value));
}

static void entry_add(const char *name)
{
	char path[PATH_BYTES];

	if (strchr(name, '/') || name[0] == '.' || !*name || strlen(name) > 64 ||
		changed_count == CHANGES_MAX)
		return;
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", name);
	if (mkdirat(root.fd, path, 0755) == 0)
		memcpy(changed[changed_count++], path, sizeof(path));
}

void tree_change(char *line)
{
	char *rest = line, *first = strsep(&rest, " ");

	if (isdigit((unsigned char)first[0]) && !first[1] && rest) {
		const char *name = strsep(&rest, " ");
		size_t node = (size_t)(first[0] - '0');

		for (size_t i = 0; node < NODE_COUNT && i < ATTRIBUTE_COUNT; i++)
			if (strcmp(name, attributes[i]) == 0)
				attribute_change(node, i, rest);
	} else if (strcmp(first, "entry") == 0 && rest) {
		entry_add(rest);
	} else if (strcmp(first, "vmcore") == 0) {
		file_write("proc/vmcore", "", 0);
	}
	for (size_t i = 0; i < FILE_COUNT; i++) {
		size_t length;

		if (strcmp(first, files[i].word) != 0 || !rest)
			continue;
		length = bytes_unescape(rest);
		vpb_text_add_bytes(&files[i].text, rest, length);
		vpb_text_add(&files[i].text, "\n");
	}
}

void tree_settle(void)
{
	for (size_t i = 0; i < FILE_COUNT; i++) {
		struct vpb_text *text = &files[i].text;

		if (text->data)
			file_write(files[i].path, text->data, text->length);
		else
			file_write(files[i].path, files[i].usual, strlen(files[i].usual));
	}
}

void tree_restore(void)
{
	for (size_t i = 0; i < FILE_COUNT; i++)
		vpb_text_done(&files[i].text);
	unlinkat(root.fd, "proc/vmcore", 0);
	while (changed_count > 0) {
		const char *path = changed[--changed_count];

		if (unlinkat(root.fd, path, 0) < 0)
			unlinkat(root.fd, path, AT_REMOVEDIR);
		for (size_t node = 0; node < NODE_COUNT; node++)
			for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) {
				char of[PATH_BYTES];

				attribute_path(node, i, of);
				if (strcmp(of, path) == 0)
					attribute_restore(node, i);
			}
	}
}
