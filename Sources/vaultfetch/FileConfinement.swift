import CLinux
import Glibc

/// Leaves the process only the files that name resolution, TLS and the runtime read; it runs as the same user as
/// `vaultd`, whose key and store it must not be able to open (landlock(7)).
enum FileConfinement {
    private static let readable = [
        // Certificates.
        "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/usr/share/ca-certificates",
        "/usr/local/share/ca-certificates", "/usr/share/pki", "/var/lib/ca-certificates",
        // Name resolution, and the libraries it loads late.
        "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services",
        "/etc/protocols", "/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/run/nscd",
        "/var/run/nscd",
        "/etc/ld.so.cache", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib",
        // The runtime.
        "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/locale", "/dev/urandom", "/dev/random", "/dev/null",
        "/proc/sys", "/proc/meminfo", "/proc/cpuinfo", "/sys/devices/system/cpu",
    ]

    /// False where the kernel has no Landlock; the asking side reports it.
    static func apply() -> Bool {
        let ruleset = confine_landlock_ruleset(everything)
        guard ruleset >= 0 else { return false }
        defer { close(ruleset) }
        for path in readable { allow(path, in: ruleset) }
        return confine_landlock_restrict(ruleset) == 0
    }

    private static func allow(_ path: String, in ruleset: Int32) {
        let handle = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard handle >= 0 else { return }
        defer { close(handle) }
        let read = UInt64(LANDLOCK_ACCESS_FS_READ_FILE)
        let list = UInt64(LANDLOCK_ACCESS_FS_READ_DIR)
        // A rule on a file may not speak of directories.
        if confine_landlock_allow(ruleset, handle, read | list) != 0 {
            _ = confine_landlock_allow(ruleset, handle, read)
        }
    }

    /// All rights of the first Landlock version; what is handled and not allowed is refused.
    private static let everything = UInt64(LANDLOCK_ACCESS_FS_MAKE_SYM) << 1 - 1
}
