/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot_words.h"

#include <fnmatch.h>
#include <stddef.h>
#include <string.h>

#include "../base/array.h"

bool vpb_word_is_among(const char *word, const char *const *patterns)
{
	for (; *patterns; patterns++)
		if (fnmatch(*patterns, word, 0) == 0)
			return true;
	return false;
}

/* The value where the word has one of these keys, or NULL. */
static const char *value_of(const char *word, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(keys[i]);

		if (strncmp(word, keys[i], length) == 0 && word[length] == '=')
			return word + length + 1;
	}
	return NULL;
}

/* By its name without the suffix, since systemd takes both a target and its service. */
static bool is_rescue_unit(const char *name)
{
	static const char *const names[] = {"rescue", "rescue[.@-]*", "emergency",
		"emergency[.@-]*", "runlevel1", "runlevel1.*", "recovery",
		"recovery[.@-]*", "friendly-recovery", "friendly-recovery[.@-]*", NULL};

	return vpb_word_is_among(name, names);
}

static bool is_shell(const char *path)
{
	/* tcsh, bash-static, busybox.static, systemd-sulogin-shell ... */
	static const char *const shells[] = {
		"*sh", "*sh[.-]*", "busybox*", "toybox*", "bb", "*sulogin*", NULL};
	const char *slash = strrchr(path, '/');

	return vpb_word_is_among(slash ? slash + 1 : path, shells);
}

bool vpb_word_is_rescue(const char *word)
{
	static const char *const words[] = {"single", "s", "S", "1", "-s", "-S", "-b",
		"rescue", "rescue=*", "emergency", "emergency=*", "recovery",
		"recovery=*", "rd.rescue", "rd.emergency", "break", "break=*", "rd.break",
		"rd.break=*", "rdbreak", "rdbreak=*", "systemd.break", "systemd.break=*",
		"rd.systemd.break", "rd.systemd.break=*", "softlevel=single", NULL};
	static const char *const units[] = {
		"systemd.unit", "rd.systemd.unit", "systemd.wants", "rd.systemd.wants"};
	static const char *const inits[] = {"init", "rdinit"};
	const char *value;

	if (vpb_word_is_among(word, words))
		return true;
	if ((value = value_of(word, units, VPB_ARRAY_SIZE(units))))
		return is_rescue_unit(value);
	value = value_of(word, inits, VPB_ARRAY_SIZE(inits));
	return value && is_shell(value);
}

bool vpb_word_is_network_root(const char *word)
{
	static const char *const off[] = {"ip=off", "ip=none", "rd.neednet=0",
		"rd.neednet=no", "rd.neednet=off", "rd.neednet=false",
		/* dracut's words for a device or a file here. */
		"root=block:/*", "root=live:/*", NULL};
	static const char *const words[] = {"root=/dev/nfs", "root=nfs:*", "root=nfs4:*",
		"root=nbd:*", "root=iscsi:*", "root=cifs:*", "root=fcoe:*",
		"root=gluster:*", "root=ceph:*", "root=http*", "root=ftp:*",
		"root=live:http*", "root=live:nfs*", "root=live:ftp*", "root=live:tftp*",
		"root=aoe:*", "root=dhcp*", "root=/dev/nbd*", "root=/dev/rbd*",
		"root=/dev/etherd/*", "root=/dev/drbd*", "root=//*", "root=*:/*",
		"rootfstype=nfs*", "rootfstype=cifs*", "rootfstype=smb*",
		"rootfstype=ceph*", "rootfstype=*gluster*", "rootfstype=afs*",
		"rootfstype=lustre*", "rootflags=*trans=tcp*", "mount.usr=*:/*",
		"mount.usr=//*", "mount.usrfstype=nfs*", "mount.usrfstype=cifs*",
		"*systemd.mount-extra=*:nfs*", "*systemd.mount-extra=*:cifs*",
		"*systemd.mount-extra=*:smb*", "*systemd.mount-extra=*:ceph*",
		"*systemd.mount-extra=*gluster*", "boot=nfs", "netroot=*", "netboot=*",
		"nfsroot=*", "nfsaddrs=*", "nbdroot=*", "rd.neednet", "rd.neednet=*",
		"rd.net.*", "rd.route=*", "rd.iscsi*", "rd.nvmf*", "rd.systemd.pull=*",
		"systemd.pull=*", "nvmf.*", "iscsi_*", "fcoe=*", "rd.fcoe=1", "rd.nbd*",
		/* Credentials that systemd-network-generator(8) makes files of. */
		"systemd.set_credential*=network.*",
		/* What sets up an interface. */
		"ip=*", "ifcfg=*", "ifname=*", "bootdev=*", "bond=*", "bridge=*",
		"team=*", "vlan=*", "netconf=*", "BOOTIF=*",
		/* Live systems. */
		"fetch=*", "httpfs=*", "ftpfs=*", "url=*", "live-netdev=*",
		"archiso_http_srv=*", "archiso_nfs_srv=*", "archiso_nbd_srv=*", NULL};

	return !vpb_word_is_among(word, off) && vpb_word_is_among(word, words);
}
