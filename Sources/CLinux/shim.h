#pragma once
/* No _GNU_SOURCE: it changes types (fd_set, __rusage_who) that Swift's Glibc module also holds, and clang refuses a program
   that sees both definitions. What needs it is declared here instead. */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/stat.h>
#include <malloc.h>
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
#include <sys/statvfs.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <time.h>
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
/* A table of descriptors of this thread's own, which the next exec takes along (unshare(2)). */
#ifndef CLONE_FILES
#define CLONE_FILES 0x400
#endif
static inline int vault_own_descriptors(void) { return (int)syscall(SYS_unshare, CLONE_FILES); }
/* Gives back the pages of this program's relocations, a megabyte that the dynamic linker reads once; glibc has put addresses where the
   file has offsets (elf(5)). */
static inline void vault_forget_relocations(void) {
    uintptr_t start = 0, size = 0, page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (const ElfW(Dyn) *entry = _DYNAMIC; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_RELA) start = entry->d_un.d_ptr;
        if (entry->d_tag == DT_RELASZ) size = entry->d_un.d_val;
    }
    uintptr_t first = (start + page - 1) / page * page, last = (start + size) / page * page;
    if (first < last) madvise((void *)first, last - first, MADV_DONTNEED);
}
/* Gives back whole pages of the heap that nothing lies on (malloc_trim(3)). */
static inline void vault_trim_heap(void) { malloc_trim(0); }
static inline int vault_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
/* The calls of the hot path without what makes them cancellation points in glibc: two locked instructions each, in a program that
   never cancels a thread. */
static inline ssize_t vault_receive(int fd, void *space, size_t count) {
    return syscall(SYS_recvfrom, fd, space, count, 0, NULL, NULL);
}
static inline ssize_t vault_send(int fd, const void *bytes, size_t count) {
    return syscall(SYS_sendto, fd, bytes, count, MSG_NOSIGNAL, NULL, 0);
}
static inline int vault_wait(int epoll, struct epoll_event *events, int count, int milliseconds) {
    return (int)syscall(SYS_epoll_pwait, epoll, events, count, milliseconds, NULL, 0);
}

/* timerfd_create(2) and timerfd_settime(2), once and from now on. */
static inline int vault_timer(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); }
static inline int vault_set_timer(int fd, long long nanoseconds) {
    struct itimerspec time = {{0, 0}, {nanoseconds / 1000000000, nanoseconds % 1000000000}};
    return timerfd_settime(fd, 0, &time, NULL);
}
static inline int vault_errno(void) { return errno; }

/* sched_setaffinity(2) and sched_getaffinity(2) for up to 1,024 processors; thread 0 is the caller's. */
static inline int vault_pin_to_cpus(int thread, int cpu, int other) {
    unsigned long mask[1024 / (8 * sizeof(unsigned long))] = {0};
    if (cpu < 0 || cpu >= 1024 || other < 0 || other >= 1024) return -1;
    mask[cpu / (8 * sizeof(unsigned long))] |= 1UL << (cpu % (8 * sizeof(unsigned long)));
    mask[other / (8 * sizeof(unsigned long))] |= 1UL << (other % (8 * sizeof(unsigned long)));
    return (int)syscall(SYS_sched_setaffinity, thread, sizeof mask, mask);
}
static inline int vault_may_run_on_cpu(int cpu) {
    unsigned long mask[1024 / (8 * sizeof(unsigned long))] = {0};
    if (cpu < 0 || cpu >= 1024 || syscall(SYS_sched_getaffinity, 0, sizeof mask, mask) < 0) return 0;
    return (int)(mask[cpu / (8 * sizeof(unsigned long))] >> (cpu % (8 * sizeof(unsigned long))) & 1);
}

/* open(2) is variadic. */
static inline int vault_open_read(const char *path) { return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY); }

/* statfs(2): the kind of a file system by its magic number. */
#define VAULT_FUSE 0x65735546L
static inline long vault_file_system(int fd) {
    struct statfs info;
    return fstatfs(fd, &info) == 0 ? (long)info.f_type : VAULT_FUSE;
}

/* What tells one content of one file from another; by statx(2), which alone can leave a file server unasked. */
struct vault_file_mark {
    unsigned long long device, inode, size, links;
    long long modified, changed;
};
#ifndef AT_STATX_DONT_SYNC
#define AT_STATX_DONT_SYNC 0x4000
#endif
static inline int vault_mark(int fd, const char *path, int flags, struct vault_file_mark *mark) {
    struct statx found;
    if (syscall(SYS_statx, fd, path, flags | AT_STATX_DONT_SYNC, STATX_BASIC_STATS, &found) != 0) return -1;
    mark->device = (unsigned long long)found.stx_dev_major << 32 | found.stx_dev_minor;
    mark->inode = found.stx_ino;
    mark->size = found.stx_size;
    mark->links = found.stx_nlink;
    mark->modified = found.stx_mtime.tv_sec * 1000000000LL + found.stx_mtime.tv_nsec;
    mark->changed = found.stx_ctime.tv_sec * 1000000000LL + found.stx_ctime.tv_nsec;
    return 0;
}
static inline int vault_mark_path(const char *path, struct vault_file_mark *mark) {
    return vault_mark(AT_FDCWD, path, 0, mark);
}
#define VAULT_AT_EMPTY_PATH 0x1000
static inline int vault_mark_file(int fd, struct vault_file_mark *mark) {
    return vault_mark(fd, "", VAULT_AT_EMPTY_PATH, mark);
}

/* What an unprivileged user may still write there (statvfs(3)). */
struct vault_disk_room {
    unsigned long long free, total;
};
static inline int vault_disk_room_of(const char *path, struct vault_disk_room *room) {
    struct statvfs info;
    if (statvfs(path, &info) != 0) return -1;
    room->free = (unsigned long long)info.f_bavail * info.f_frsize;
    room->total = (unsigned long long)info.f_blocks * info.f_frsize;
    return 0;
}

/* adjtimex(2): 1 synchronised, 0 not, -1 not told. */
static inline int vault_clock_is_synchronised(void) {
    struct timex state;
    memset(&state, 0, sizeof state);
    int found = adjtimex(&state);
    return found < 0 ? -1 : found != TIME_ERROR && !(state.status & STA_UNSYNC);
}
