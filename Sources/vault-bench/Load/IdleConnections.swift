import Glibc
import VaultSocket

/// Connections that are open and say nothing.
final class IdleConnections {
    private var callers: [LineCaller] = []

    /// - Parameter line: what each asks once, and waits for; nothing without.
    init(_ path: String, count: Int, asking line: [UInt8]? = nil) throws {
        for _ in 0..<count {
            let caller = try LineCaller(path)
            if let line { _ = try caller.call(line) }
            callers.append(caller)
        }
    }

    /// Lets this process, and the servers that it starts from now on, have as many open files as so many connections take: a
    /// socket and a descriptor of the peer's process each.
    ///
    /// - Throws: where the system forbids it.
    static func allow(_ count: Int) throws {
        let wanted = rlim_t(2 * count + 1000)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_max < wanted || limit.rlim_cur < wanted else { return }
        limit = rlimit(rlim_cur: max(wanted, limit.rlim_cur), rlim_max: max(wanted, limit.rlim_max))
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw LoadFailure("this needs \(wanted) open files, and the limit cannot be raised (ulimit -Hn)")
        }
    }
}
