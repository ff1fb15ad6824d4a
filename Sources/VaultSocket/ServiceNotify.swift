import CLinux
import Glibc

/// Tells the service manager how the daemon is, as sd_notify(3) describes; says nothing where there is none.
package struct ServiceNotify: Sendable {
    private let address: UnixAddress?
    /// Half of the manager's watchdog period: how often to send `.watchdog`; nil where no watchdog runs.
    package let watchdogInterval: Duration?

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    package init() {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        self.init(
            socket: variable("NOTIFY_SOCKET"), watchdogMicroseconds: variable("WATCHDOG_USEC"),
            watchdogPID: variable("WATCHDOG_PID"), ownPID: getpid())
    }

    init(socket: String?, watchdogMicroseconds: String? = nil, watchdogPID: String? = nil, ownPID: Int32 = 0) {
        address = socket.flatMap(Self.address)
        let period = watchdogMicroseconds.flatMap { Int64($0) } ?? 0
        let isForUs = watchdogPID.map { Int32($0) == ownPID } ?? true
        watchdogInterval = period > 0 && isForUs ? .microseconds(period / 2) : nil
    }

    /// Sends the states as one datagram; false if nobody takes it, which is never worth stopping for.
    @discardableResult
    package func send(_ states: ServiceState...) -> Bool {
        guard let address else { return false }
        let raw = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard raw >= 0 else { return false }
        let descriptor = FileDescriptor(owning: raw)
        let text = Array(states.map(\.line).joined(separator: "\n").utf8)
        let sent = address.withSocketAddress { target, length in
            Int32(sendto(descriptor.raw, text, text.count, Int32(MSG_NOSIGNAL), target, length))
        }
        return sent == text.count
    }

    private static func address(_ text: String) -> UnixAddress? {
        switch text.utf8.first {
        case UInt8(ascii: "/"): try? UnixAddress(path: text)
        case UInt8(ascii: "@"): try? UnixAddress(abstract: String(text.dropFirst()))
        default: nil
        }
    }
}
