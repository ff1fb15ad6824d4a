#pragma once
/* No _GNU_SOURCE: it changes types (fd_set, __rusage_who) that Swift's Glibc module also holds, and clang refuses a program
   that sees both definitions. What needs it is declared here instead. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

/* struct ucred of unix(7), which glibc shows only under _GNU_SOURCE. */
struct vault_ucred {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

/* prctl and syscall are variadic. */
static inline int vault_accept4(int fd, int flags) { return (int)syscall(SYS_accept4, fd, NULL, NULL, flags); }
static inline int vault_prctl(int op, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
    return prctl(op, a, b, c, d);
}
static inline int vault_close_range(unsigned first, unsigned last, unsigned flags) {
    return (int)syscall(SYS_close_range, first, last, flags);
}
static inline int vault_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
static inline int vault_errno(void) { return errno; }
