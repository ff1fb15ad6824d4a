import CLinux
import VaultFetchWire
import Glibc

/// Takes from the process what it never needs: core dumps, tracing, capabilities, files of any size, much memory.
enum ProcessLimits {
    /// A backstop: one response is capped long before, but FoundationNetworking reads ahead without back-pressure.
    private static let dataBytes: rlim_t = 256 << 20
    private static let openFiles: rlim_t = 1024

    /// Threads come and go with connections and name lookups; their stacks count as memory at full size.
    private static let threadStackBytes = 1 << 20

    static func apply() throws(StartError) {
        shrinkThreadStacks()
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

    /// Only a default for threads to come; without it the memory limit would hold fewer of them.
    private static func shrinkThreadStacks() {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return }
        pthread_attr_setstacksize(&attributes, threadStackBytes)
        _ = pthread_setattr_default_np(&attributes)
        pthread_attr_destroy(&attributes)
    }

    private static func limit(_ resource: __rlimit_resource, to value: rlim_t) -> Bool {
        var limits = rlimit(rlim_cur: value, rlim_max: value)
        return setrlimit(__rlimit_resource_t(resource.rawValue), &limits) == 0
    }
}
