import CLinux
import VaultFetchWire
import Glibc

/// Takes from the process what it never needs: core dumps, tracing, capabilities, files of any size, much memory.
enum ProcessLimits {
    /// A backstop: one response is capped long before, but FoundationNetworking reads ahead without back-pressure.
    private static let dataBytes: rlim_t = 384 << 20
    private static let openFiles: rlim_t = 1024

    static func apply() throws(StartError) {
        guard confine_drop_capabilities() == 0,
            confine_prctl(PR_SET_NO_NEW_PRIVS, 1) == 0,
            confine_prctl(PR_SET_DUMPABLE, 0) == 0,
            limit(RLIMIT_CORE, to: 0),
            limit(RLIMIT_FSIZE, to: 0),
            limit(RLIMIT_DATA, to: dataBytes),
            limit(RLIMIT_NOFILE, to: openFiles)
        else { throw StartError(.cannotConfine) }
        signal(SIGPIPE, SIG_IGN)
    }

    private static func limit(_ resource: __rlimit_resource, to value: rlim_t) -> Bool {
        var limits = rlimit(rlim_cur: value, rlim_max: value)
        return setrlimit(__rlimit_resource_t(resource.rawValue), &limits) == 0
    }
}
