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

    /// Lets this process, and the servers that it starts from now on, have as many open files as so many connections take: in the
    /// daemon a socket and a descriptor of the peer's process each, and some that are closed and not cleared away yet.
    ///
    /// - Returns: how many connections there may be: fewer where the system forbids more files.
    static func allow(_ count: Int) -> Int {
        let wanted = rlim_t(5 * count / 2 + spare)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        getrlimit(resource, &limit)
        if limit.rlim_max < wanted {
            var more = rlimit(rlim_cur: wanted, rlim_max: wanted)
            if setrlimit(resource, &more) == 0 { return count }
        }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
        return min(count, (Int(clamping: limit.rlim_max) - spare) * 4 / 10)
    }

    /// Files that are open anyway.
    private static let spare = 200
}
