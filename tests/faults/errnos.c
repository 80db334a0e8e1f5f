/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "errnos.h"

#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>

#define CALL(name) SYS_##name, #name

/* Those of the manual pages' errors that neither a bug of the caller nor a missing file gives. */
static const struct errnos all[] = {
	{CALL(openat), {EIO, EMFILE, EACCES, ENOMEM}},
	{CALL(openat2), {EIO, EMFILE, EACCES, EAGAIN}},
	{CALL(read), {EIO, ENOMEM}},
	{CALL(pread64), {EIO, ENOMEM}},
	{CALL(write), {EIO, ENOSPC}},
	{CALL(close), {EIO}},
	{CALL(stat), {EIO, EACCES}},
	{CALL(lstat), {EIO, EACCES}},
	{CALL(fstat), {EIO, ENOMEM}},
	{CALL(newfstatat), {EIO, EACCES}},
	{CALL(access), {EIO, EACCES}},
	{CALL(faccessat), {EIO, EACCES}},
	{CALL(faccessat2), {EIO, EACCES}},
	{CALL(readlinkat), {EIO, ENOMEM}},
	{CALL(getdents64), {EIO}},
	{CALL(mkdirat), {EROFS, ENOSPC}},
	{CALL(renameat), {EROFS, ENOSPC, EIO}},
	{CALL(unlinkat), {EROFS, EIO}},
	{CALL(fsync), {EIO, ENOSPC}},
	{CALL(fchmod), {EPERM, EROFS}},
	{CALL(fchmodat), {EPERM, EROFS}},
	{CALL(fchown), {EPERM, EIO}},
	{CALL(flistxattr), {EIO}},
	{CALL(fgetxattr), {EIO}},
	{CALL(fsetxattr), {ENOSPC, EPERM}},
	{CALL(statfs), {EIO}},
	{CALL(fstatfs), {EIO}},
	{CALL(memfd_create), {EMFILE}},
	{CALL(socket), {EMFILE}},
	{CALL(connect), {ECONNREFUSED}},
	{CALL(flock), {ENOLCK, EWOULDBLOCK}},
	{CALL(lseek), {ESPIPE}},
	{CALL(ioctl), {EIO, ENOTTY}},
	{CALL(fcntl), {EINVAL}},
	{CALL(mmap), {ENOMEM}},
	{CALL(mprotect), {ENOMEM}},
	{CALL(brk), {ENOMEM}},
	{CALL(pipe2), {EMFILE}},
	{CALL(clone), {EAGAIN, ENOMEM}},
	{CALL(clone3), {EAGAIN, ENOSYS}},
	{CALL(vfork), {EAGAIN}},
	{CALL(execve), {ENOMEM, EACCES}},
	{CALL(wait4), {ECHILD}},
	{CALL(pidfd_open), {EMFILE, ENOSYS}},
	{CALL(poll), {ENOMEM, EINTR}},
	{CALL(ppoll), {ENOMEM, EINTR}},
	{CALL(prctl), {EINVAL}},
	{CALL(uname), {EFAULT}},
	{CALL(getrandom), {ENOSYS}},
	{CALL(getcwd), {ENOENT}},
	{CALL(prlimit64), {EPERM}},
	{CALL(finit_module), {ENOMEM, EPERM, ENOEXEC}},
	{CALL(init_module), {ENOMEM, EPERM, ENOEXEC}},
	/* These never fail, or not with arguments that are right. */
	{CALL(munmap), {}},
	{CALL(kill), {}},
	{CALL(arch_prctl), {}},
	{CALL(set_tid_address), {}},
	{CALL(set_robust_list), {}},
	{CALL(rseq), {}},
	{CALL(futex), {}},
	{CALL(getpid), {}},
	{CALL(getppid), {}},
	{CALL(gettid), {}},
	{CALL(geteuid), {}},
	{CALL(getuid), {}},
	{CALL(getgid), {}},
	{CALL(getegid), {}},
	{CALL(umask), {}},
	{CALL(sysinfo), {}},
	{CALL(clock_gettime), {}},
	{CALL(rt_sigaction), {}},
	{CALL(rt_sigprocmask), {}},
	{CALL(rt_sigreturn), {}},
	{CALL(exit_group), {}},
	/* The calls of what plays the kernel. */
	{CALL(open), {}},
	{CALL(statx), {}},
	{CALL(preadv), {}},
	{CALL(pwritev), {}},
	{CALL(ftruncate), {}},
	{CALL(readlink), {}},
	{CALL(symlink), {}},
	{CALL(unlink), {}},
	{CALL(close_range), {}},
};

const struct errnos *errnos_find(long number)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].number == number)
			return &all[i];
	return NULL;
}
