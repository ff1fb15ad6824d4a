import Glibc

/// Descriptors passed by a service manager, or by the program before this one (`ProgramSuccession`), as sd_listen_fds(3)
/// describes.
package enum SocketActivation {
    /// The first passed descriptor (`SD_LISTEN_FDS_START`).
    static let firstDescriptor: Int32 = 3
    /// More than this is a broken environment, not a unit.
    static let limit: Int32 = 64

    /// The passed descriptors, closed on exec. The variables are removed, so that children do not take them for theirs;
    /// call it before any other thread runs.
    package static func take() -> [InheritedSocket] {
        let passed = parse(
            ownPID: getpid(), pid: variable("LISTEN_PID"), count: variable("LISTEN_FDS"),
            names: variable("LISTEN_FDNAMES"))
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        for socket in passed { _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC) }
        return passed
    }

    /// What the three variables mean for the process `ownPID`; nothing if they are for another or do not parse.
    static func parse(ownPID: Int32, pid: String?, count: String?, names: String?) -> [InheritedSocket] {
        guard let pid, Int32(pid) == ownPID, let count, let number = Int32(count), number > 0, number <= limit else {
            return []
        }
        let labels = names.map { $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init) } ?? []
        return (0..<number).map { offset in
            let index = Int(offset)
            // "unknown" is the name systemd itself gives where a unit has none.
            let name = index < labels.count && !labels[index].isEmpty ? labels[index] : "unknown"
            return InheritedSocket(label: name, descriptor: firstDescriptor + offset)
        }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
