import CLinux

/// What a handler waits for on its descriptor, and what the loop reports to it.
package struct Readiness: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: UInt32(EPOLLIN.rawValue))
    package static let writable = Readiness(rawValue: UInt32(EPOLLOUT.rawValue))
    /// Both directions are closed; reported whether waited for or not.
    package static let hangup = Readiness(rawValue: UInt32(EPOLLHUP.rawValue))
    /// Reported whether waited for or not.
    package static let failed = Readiness(rawValue: UInt32(EPOLLERR.rawValue))
}
