/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * In the boot program this stands in the place of libkmod, which it opens when the first of these
 * functions is called: most boots have nothing configured, and there the dynamic linker's work for
 * libkmod and its libraries would be most of the run. Where it cannot be opened kmod_new() fails
 * with ELIBACC, and without what that returns nothing else is called.
 */

#include <dlfcn.h>
#include <errno.h>
#include <libkmod.h>
#include <stdint.h>

#include "base/log.h"
#include "sys/kmod.h"

/* By this note (systemd's ELF_DLOPEN_METADATA) image generators see what ldd does not show. */
#define NOTE_TEXT \
	"[{\"feature\":\"kmod\",\"description\":\"To load vfio-pci\"," \
	"\"priority\":\"required\",\"soname\":[\"" VPB_KMOD_LIBRARY "\"]}]"

static const struct {
	uint32_t owner_bytes, text_bytes, type;
	char owner[4];
	char text[(sizeof(NOTE_TEXT) + 3) / 4 * 4];
} note __attribute__((used, aligned(4), section(".note.dlopen"))) = {
	sizeof(note.owner), sizeof(NOTE_TEXT), 0x407c0c0a, "FDO", NOTE_TEXT};

static void *function_find(const char *name)
{
	static void *library;
	void *function;

	if (!library)
		library = dlopen(VPB_KMOD_LIBRARY, RTLD_LAZY);
	function = library ? dlsym(library, name) : NULL;
	if (!function) {
		/* It may be another one that libkmod is linked to. */
		vpb_log(VPB_LOG_ERROR, "%s", dlerror());
		errno = ELIBACC;
	}
	return function;
}

/* Calls the function of that name in the library, or is `otherwise`. */
#define CALL(name, otherwise, ...) \
	({ \
		typeof(&name) function = function_find(#name); \
		function ? function(__VA_ARGS__) : (otherwise); \
	})

struct kmod_ctx *kmod_new(const char *directory, const char *const *folders)
{
	return CALL(kmod_new, NULL, directory, folders);
}

struct kmod_ctx *kmod_ref(struct kmod_ctx *kmod)
{
	return CALL(kmod_ref, NULL, kmod);
}

struct kmod_ctx *kmod_unref(struct kmod_ctx *kmod)
{
	return kmod ? CALL(kmod_unref, NULL, kmod) : NULL;
}

void kmod_set_log_fn(struct kmod_ctx *kmod,
	void (*log)(void *data, int priority, const char *file, int line,
		const char *function, const char *format, va_list args),
	const void *data)
{
	CALL(kmod_set_log_fn, (void)0, kmod, log, data);
}

const char *kmod_get_dirname(const struct kmod_ctx *kmod)
{
	return CALL(kmod_get_dirname, NULL, kmod);
}

struct kmod_list *kmod_list_next(
	const struct kmod_list *list, const struct kmod_list *current)
{
	return CALL(kmod_list_next, NULL, list, current);
}

int kmod_module_new_from_lookup(
	struct kmod_ctx *kmod, const char *alias, struct kmod_list **list)
{
	return CALL(kmod_module_new_from_lookup, -ELIBACC, kmod, alias, list);
}

int kmod_module_new_from_name(
	struct kmod_ctx *kmod, const char *name, struct kmod_module **module)
{
	return CALL(kmod_module_new_from_name, -ELIBACC, kmod, name, module);
}

const char *kmod_module_get_path(const struct kmod_module *module)
{
	return CALL(kmod_module_get_path, NULL, module);
}

int kmod_module_get_initstate(const struct kmod_module *module)
{
	return CALL(kmod_module_get_initstate, -ELIBACC, module);
}

struct kmod_module *kmod_module_get_module(const struct kmod_list *entry)
{
	return CALL(kmod_module_get_module, NULL, entry);
}

const char *kmod_module_get_name(const struct kmod_module *module)
{
	return CALL(kmod_module_get_name, NULL, module);
}

struct kmod_module *kmod_module_unref(struct kmod_module *module)
{
	return module ? CALL(kmod_module_unref, NULL, module) : NULL;
}

int kmod_module_unref_list(struct kmod_list *list)
{
	return list ? CALL(kmod_module_unref_list, 0, list) : 0;
}

int kmod_module_probe_insert_module(struct kmod_module *module, unsigned int flags,
	const char *options,
	int (*run)(struct kmod_module *module, const char *command, void *data),
	const void *data,
	void (*say)(struct kmod_module *module, bool install, const char *options))
{
	return CALL(kmod_module_probe_insert_module, -ELIBACC, module, flags, options,
		run, data, say);
}

struct kmod_config_iter *kmod_config_get_blacklists(const struct kmod_ctx *kmod)
{
	return CALL(kmod_config_get_blacklists, NULL, kmod);
}

struct kmod_config_iter *kmod_config_get_install_commands(const struct kmod_ctx *kmod)
{
	return CALL(kmod_config_get_install_commands, NULL, kmod);
}

bool kmod_config_iter_next(struct kmod_config_iter *lines)
{
	return CALL(kmod_config_iter_next, false, lines);
}

const char *kmod_config_iter_get_key(const struct kmod_config_iter *lines)
{
	return CALL(kmod_config_iter_get_key, NULL, lines);
}

const char *kmod_config_iter_get_value(const struct kmod_config_iter *lines)
{
	return CALL(kmod_config_iter_get_value, NULL, lines);
}

void kmod_config_iter_free_iter(struct kmod_config_iter *lines)
{
	if (lines)
		CALL(kmod_config_iter_free_iter, (void)0, lines);
}
