import CLinux
import Glibc

/// What the process gives up before it holds any secret: core dumps, being traced or read through /proc by its own user,
/// files that others could read, and backtraces that print memory.
enum ProcessHardening {
    static func apply() throws(StartFailure) {
        umask(0o077)
        // An ignored SIGPIPE turns a write to a closed peer into EPIPE.
        signal(SIGPIPE, SIG_IGN)
        // A file that may not grow is a failed write, and no reason to die (setrlimit(2), RLIMIT_FSIZE).
        signal(SIGXFSZ, SIG_IGN)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else {
            throw StartFailure("could not forbid core dumps (setrlimit: \(errorText(errno)))")
        }
        guard vault_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 else {
            throw StartFailure("could not make the process undumpable (prctl: \(errorText(errno)))")
        }
        guard vault_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 else {
            throw StartFailure("could not give up new privileges (prctl: \(errorText(errno)))")
        }
        raiseDescriptorLimit()
    }

    /// Many connections need many descriptors; the soft limit is a default of the shell, the hard one is the operator's.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// The text of an errno, for messages to the operator.
func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }
