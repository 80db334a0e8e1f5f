/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake_kernel.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../helper/sys/modules.h"

#define VFIO "vfio-pci"

struct fake_device {
	char address[24];
	char driver[32];
	char override[32];
	char host_driver[32];
};

struct fake_script {
	char path_end[64];
	unsigned int time;
	enum fake_fate fate;
	int error;
	unsigned int seen;
};

static struct fake_kernel {
	struct fake_device devices[8];
	size_t device_count;
	struct fake_script scripts[8];
	size_t script_count;
	int module_error;
	bool module_loaded;
	char variant_module[32], variant_driver[32];
	unsigned int write_count, kill_at;
	bool kill_after;
	char log[4096];
} * kernel;

void fake_reset(void)
{
	if (!kernel)
		kernel = mmap(NULL, sizeof(*kernel), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(kernel != MAP_FAILED);
	memset(kernel, 0, sizeof(*kernel));
}

void fake_device(const char *address, const char *driver, const char *override,
	const char *host_driver)
{
	struct fake_device *device = &kernel->devices[kernel->device_count++];

	assert_true(kernel->device_count <= COUNT_OF(kernel->devices));
	snprintf(device->address, sizeof(device->address), "%s", address);
	snprintf(device->driver, sizeof(device->driver), "%s", driver);
	snprintf(device->override, sizeof(device->override), "%s", override);
	snprintf(device->host_driver, sizeof(device->host_driver), "%s", host_driver);
	if (strcmp(driver, VFIO) == 0)
		kernel->module_loaded = true;
}

void fake_module_fails(int error)
{
	kernel->module_error = error;
}

void fake_variant(const char *module, const char *driver)
{
	snprintf(kernel->variant_module, sizeof(kernel->variant_module), "%s", module);
	snprintf(kernel->variant_driver, sizeof(kernel->variant_driver), "%s", driver);
}

void fake_write(const char *path_end, unsigned int time, enum fake_fate fate, int error)
{
	struct fake_script *script = &kernel->scripts[kernel->script_count++];

	assert_true(kernel->script_count <= COUNT_OF(kernel->scripts));
	snprintf(script->path_end, sizeof(script->path_end), "%s", path_end);
	script->time = time;
	script->fate = fate;
	script->error = error;
}

void fake_kill(unsigned int number, bool is_done)
{
	kernel->kill_at = number;
	kernel->kill_after = is_done;
	kernel->write_count = 0;
}

unsigned int fake_writes(void)
{
	return kernel->write_count;
}

/* The writer's end, where that was asked for. */
static void death_look(bool is_done)
{
	if (kernel->write_count == kernel->kill_at && is_done == kernel->kill_after)
		kill(getpid(), SIGKILL);
}

const char *fake_log(void)
{
	return kernel->log;
}

static struct fake_device *device_find(const char *address)
{
	for (size_t i = 0; i < kernel->device_count; i++) {
		struct fake_device *device = &kernel->devices[i];

		if (strncmp(device->address, address, strlen(device->address)) == 0)
			return device;
	}
	return NULL;
}

const char *fake_state(const char *address)
{
	static char text[80];
	const struct fake_device *device = device_find(address);

	assert_non_null(device);
	snprintf(text, sizeof(text), "%s/%s", device->driver, device->override);
	return text;
}

int vpb_modules_load_vfio(const struct vpb_root *root)
{
	(void)root;
	kernel->write_count++;
	death_look(false);
	strcat(kernel->log, "load\n");
	if (kernel->module_error)
		return -kernel->module_error;
	kernel->module_loaded = true;
	death_look(true);
	return 0;
}

int vpb_modules_load_variant(
	const struct vpb_root *root, const char *module, char ret_driver[VPB_NAME_BYTES])
{
	(void)root;
	kernel->write_count++;
	strcat(strcat(strcat(kernel->log, "load "), module), "\n");
	if (strcmp(kernel->variant_module, module) != 0)
		return -ENOENT;
	strcpy(ret_driver, kernel->variant_driver);
	return 0;
}

/* Which driver would take the device: with an override only that one, if it is there. */
static const char *driver_for(const struct fake_device *device)
{
	if (!device->override[0])
		return device->host_driver;
	if (strcmp(device->override, VFIO) == 0)
		return kernel->module_loaded ? VFIO : "";
	if (strcmp(device->override, kernel->variant_driver) == 0)
		return kernel->variant_driver;
	return strcmp(device->override, device->host_driver) == 0 ? device->host_driver
								  : "";
}

static int device_write(struct fake_device *device, const char *name, const char *text)
{
	if (strcmp(name, "driver_override") == 0) {
		snprintf(device->override, sizeof(device->override), "%.*s",
			(int)strcspn(text, "\n"), text);
		return 0;
	}
	if (strcmp(name, "power/control") == 0)
		return 0;
	if (strcmp(name, "driver/unbind") != 0 || !device->driver[0])
		return -ENOENT;
	if (strcmp(text, device->address) != 0)
		return -ENODEV;
	device->driver[0] = '\0';
	return 0;
}

static int bind(struct fake_device *device, const char *driver)
{
	if (device->driver[0])
		return -EBUSY;
	if (strcmp(driver_for(device), driver) != 0)
		return -ENODEV;
	strcpy(device->driver, driver);
	return 0;
}

static int kernel_write(const char *path, const char *text)
{
	static const char devices[] = "sys/bus/pci/devices/";
	struct fake_device *device = device_find(text);
	char variant[80];

	if (strncmp(path, devices, strlen(devices)) == 0) {
		path += strlen(devices);
		device = device_find(path);
		if (!device || path[strlen(device->address)] != '/')
			return -ENOENT;
		return device_write(device, path + strlen(device->address) + 1, text);
	}
	if (!device || strcmp(device->address, text) != 0)
		return -ENODEV;
	if (strcmp(path, "sys/bus/pci/drivers_probe") == 0) {
		/* Success also where nothing came of it. */
		if (!device->driver[0])
			strcpy(device->driver, driver_for(device));
		return 0;
	}
	if (strcmp(path, "sys/bus/pci/drivers/vfio-pci/bind") == 0)
		return kernel->module_loaded ? bind(device, VFIO) : -ENOENT;
	snprintf(variant, sizeof(variant), "sys/bus/pci/drivers/%s/bind",
		kernel->variant_driver);
	return strcmp(path, variant) == 0 ? bind(device, kernel->variant_driver)
					  : -ENOENT;
}

static const struct fake_script *script_find(const char *path)
{
	const struct fake_script *found = NULL;

	for (size_t i = 0; i < kernel->script_count; i++) {
		struct fake_script *script = &kernel->scripts[i];
		size_t length = strlen(script->path_end);

		if (strlen(path) >= length &&
			strcmp(path + strlen(path) - length, script->path_end) == 0 &&
			++script->seen == script->time)
			found = script;
	}
	return found;
}

static void write_log(const char *path, const char *text)
{
	const char *short_path = path + strlen("sys/bus/pci/");
	size_t length = strlen(kernel->log);

	if (strncmp(short_path, "devices/", 8) == 0)
		short_path += 8;
	snprintf(kernel->log + length, sizeof(kernel->log) - length, "%s=%s\n",
		short_path, strcmp(text, "\n") == 0 ? "" : text);
}

static int fate_meet(const char *path, const char *text)
{
	const struct fake_script *script = script_find(path);
	struct fake_device *device = device_find(text);

	write_log(path, text);
	if (!script)
		return kernel_write(path, text);
	switch (script->fate) {
	case FAKE_FAILS:
		return -script->error;
	case FAKE_LIES:
		return 0;
	case FAKE_WORKS_AND_FAILS:
		assert_int_equal(kernel_write(path, text), 0);
		return -script->error;
	case FAKE_HOST_WINS:
		strcpy(device->driver, device->host_driver);
		return 0;
	case FAKE_BLOCKS:
		for (;;)
			pause();
	}
	return -EINVAL;
}

int vpb_root_write(const struct vpb_root *root, const char *path, const char *text)
{
	int r;

	(void)root;
	kernel->write_count++;
	death_look(false);
	r = fate_meet(path, text);
	death_look(true);
	return r;
}

int vpb_root_read_link(
	const struct vpb_root *root, const char *path, char *buffer, size_t buffer_bytes)
{
	static const char devices[] = "sys/bus/pci/devices/";
	const struct fake_device *device;

	(void)root;
	assert_memory_equal(path, devices, strlen(devices));
	device = device_find(path + strlen(devices));
	if (!device || !device->driver[0])
		return -ENOENT;
	assert_string_equal(path + strlen(devices) + strlen(device->address), "/driver");
	snprintf(buffer, buffer_bytes, "%s", device->driver);
	return 0;
}
