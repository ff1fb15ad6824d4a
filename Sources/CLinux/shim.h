#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
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

/* glibc turns sockaddr arguments into a transparent union under _GNU_SOURCE, which Swift cannot call. */
static inline int vault_accept4(int fd, int flags) { return accept4(fd, NULL, NULL, flags); }

/* prctl and syscall are variadic. */
static inline int vault_prctl(int op, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
    return prctl(op, a, b, c, d);
}
static inline int vault_close_range(unsigned first, unsigned last, unsigned flags) {
    return (int)syscall(SYS_close_range, first, last, flags);
}
static inline int vault_errno(void) { return errno; }
