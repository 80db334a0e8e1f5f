/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "elf.h"

#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>

/* A note of the owner "FDO"; older headers do not know it. */
#define NOTE_DLOPEN 0x407c0c0a

/* No program comes near these; what is beyond is damaged, or made to keep its reader waiting. */
enum {
	SECTIONS_MAX = 1024,
	DYNAMIC_MAX = 4096, /* entries of a dynamic section */
	NOTES_BYTES_MAX = 64 * 1024,
	NEEDED_BYTES_MAX = 16 * 1024, /* of all names */
	BUILD_ID_BYTES_MAX = 64,
};

static void elf_endp(Elf **elf)
{
	elf_end(*elf);
}

static void needed_add(
	Elf *elf, const GElf_Shdr *header, Elf_Data *data, struct vpb_text *needed)
{
	size_t count = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;
	GElf_Dyn dyn;

	for (size_t i = 0; i < count && needed->length <= NEEDED_BYTES_MAX &&
			   gelf_getdyn(data, (int)i, &dyn);
		i++) {
		const char *name =
			dyn.d_tag == DT_NEEDED
				? elf_strptr(elf, header->sh_link, dyn.d_un.d_val)
				: NULL;

		if (name)
			vpb_text_add(needed, "%.*s\n", NEEDED_BYTES_MAX, name);
	}
}

/*
 * What it opens by dlopen and cannot do without stands in a note as JSON (systemd's
 * ELF_DLOPEN_METADATA): of each object in that list the first library is taken.
 */
static void opened_add(const char *bytes, size_t length, struct vpb_text *needed)
{
	VPB_CLEANUP(vpb_freep) char *json = strndup(bytes, length);
	char *rest = json, *object;

	while (json && needed->length <= NEEDED_BYTES_MAX &&
		(object = strsep(&rest, "}"))) {
		static const char key[] = "\"soname\":[\"";
		const char *name = strstr(object, key);

		if (!name || !strstr(object, "\"priority\":\"required\""))
			continue;
		name += sizeof(key) - 1;
		vpb_text_add(needed, "%.*s\n", (int)strcspn(name, "\""), name);
	}
}

static void notes_add(Elf_Data *data, struct vpb_text *needed, struct vpb_text *build_id)
{
	size_t at = 0, name, words;
	GElf_Nhdr note;

	while ((at = gelf_getnote(data, at, &note, &name, &words)) > 0) {
		const unsigned char *bytes = (const unsigned char *)data->d_buf + words;
		const char *owner = (const char *)data->d_buf + name;

		if (note.n_namesz != sizeof("GNU"))
			continue;
		if (note.n_type == NOTE_DLOPEN &&
			memcmp(owner, "FDO", sizeof("FDO")) == 0)
			opened_add((const char *)bytes, note.n_descsz, needed);
		if (note.n_type != NT_GNU_BUILD_ID ||
			memcmp(owner, "GNU", sizeof("GNU")) != 0 ||
			note.n_descsz > BUILD_ID_BYTES_MAX || build_id->length)
			continue;
		for (size_t i = 0; i < note.n_descsz; i++)
			vpb_text_add(build_id, "%02x", bytes[i]);
	}
}

static bool is_beyond(const GElf_Shdr *header)
{
	if (header->sh_type == SHT_NOTE)
		return header->sh_size > NOTES_BYTES_MAX;
	return header->sh_entsize && header->sh_size / header->sh_entsize > DYNAMIC_MAX;
}

int vpb_image_elf_read(struct vpb_image_file *file, const void *bytes, size_t length)
{
	VPB_CLEANUP(elf_endp) Elf *elf = NULL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text needed = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text build_id = {};
	Elf_Scn *section = NULL;
	unsigned int count = 0;

	elf_version(EV_CURRENT);
	/* It is read only, but the library's parameter is not const. */
	elf = elf_memory((char *)bytes, length);
	while (elf && (section = elf_nextscn(elf, section))) {
		GElf_Shdr header;
		Elf_Data *data;

		if (++count > SECTIONS_MAX)
			return -EBADMSG;
		if (!gelf_getshdr(section, &header) ||
			(header.sh_type != SHT_DYNAMIC && header.sh_type != SHT_NOTE))
			continue;
		if (is_beyond(&header))
			return -EBADMSG;
		data = elf_getdata(section, NULL);
		if (data && header.sh_type == SHT_DYNAMIC)
			needed_add(elf, &header, data, &needed);
		else if (data)
			notes_add(data, &needed, &build_id);
	}
	if (vpb_text_error(&needed) < 0 || vpb_text_error(&build_id) < 0)
		return -ENOMEM;
	if (needed.length > NEEDED_BYTES_MAX)
		return -EBADMSG;
	if (needed.data && !(file->needed = strdup(needed.data)))
		return -ENOMEM;
	if (build_id.data && !(file->build_id = strdup(build_id.data)))
		return -ENOMEM;
	return 0;
}
