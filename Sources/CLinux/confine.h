#pragma once
/* What a process needs to give up rights for good, and to start others with none: namespaces, capabilities, Landlock. */
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc shows them only under _GNU_SOURCE. */
int pthread_setattr_default_np(const pthread_attr_t *attributes);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
static inline int vault_pipe2(int ends[2], int flags) { return (int)syscall(SYS_pipe2, ends, flags); }

static inline int confine_new_mounts(void) { return (int)syscall(SYS_unshare, CLONE_NEWNS); }
static inline int confine_new_mounts_and_users(void) {
    return (int)syscall(SYS_unshare, CLONE_NEWNS | CLONE_NEWUSER);
}

static inline int confine_mount(
    const char *source, const char *target, const char *type, unsigned long flags, const char *data) {
    return (int)syscall(SYS_mount, source, target, type, flags, data);
}

static inline int confine_prctl(int operation, unsigned long value) {
    return (int)syscall(SYS_prctl, operation, value, 0UL, 0UL, 0UL);
}

static inline int confine_memfd(const char *name) { return (int)syscall(SYS_memfd_create, name, 0U); }

/* Takes every capability away, also from what an exec could gain (capabilities(7)). */
static inline int confine_drop_capabilities(void) {
    for (unsigned long bit = 0; bit <= CAP_LAST_CAP; bit++) confine_prctl(PR_CAPBSET_DROP, bit);
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    if (syscall(SYS_capset, &header, none) == 0) return 0;
    /* A service manager's filter may refuse it: no loss where there is none. */
    struct __user_cap_data_struct held[2];
    if (syscall(SYS_capget, &header, held) != 0) return -1;
    for (int at = 0; at < 2; at++)
        if (held[at].effective | held[at].permitted | held[at].inheritable) return -1;
    return 0;
}

/* Landlock (landlock(7)): -1 where the kernel lacks it. */
static inline int confine_landlock_ruleset(unsigned long long handled) {
    struct landlock_ruleset_attr attributes = {.handled_access_fs = handled};
    return (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0U);
}

static inline int confine_landlock_allow(int ruleset, int parent, unsigned long long access) {
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = parent};
    return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U);
}

static inline int confine_landlock_restrict(int ruleset) {
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0U);
}

/* The start of curl_version_info_data up to the two paths, as its seventh form fixes it (curl_version_info(3), 7.70). */
struct confine_curl_info {
    int age;
    const char *version;
    unsigned version_number;
    const char *host;
    int features;
    const char *ssl;
    long ssl_number;
    const char *libz;
    const char *const *protocols;
    const char *ares;
    int ares_number;
    const char *idn;
    int iconv;
    const char *ssh;
    unsigned brotli_number;
    const char *brotli;
    unsigned nghttp2_number;
    const char *nghttp2;
    const char *quic;
    const char *certificate_file;
    const char *certificate_directory;
};
static inline const struct confine_curl_info *confine_curl(void *curl_version_info) {
    if (!curl_version_info) return 0;
    const struct confine_curl_info *info = ((const struct confine_curl_info *(*)(int))curl_version_info)(6);
    return info && info->age >= 6 ? info : 0;
}
