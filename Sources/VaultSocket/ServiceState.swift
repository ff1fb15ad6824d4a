/// One line to the service manager, as sd_notify(3) names them.
package enum ServiceState: Sendable, Equatable {
    case ready
    /// `MONOTONIC_USEC` is required beside `RELOADING` by Type=notify-reload (systemd 253).
    case reloading(atMicroseconds: UInt64)
    case stopping
    case watchdog
    case status(String)
    case extendTimeout(microseconds: UInt64)

    var line: String {
        switch self {
        case .ready: "READY=1"
        case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
        case .stopping: "STOPPING=1"
        case .watchdog: "WATCHDOG=1"
        // A newline would begin another assignment.
        case .status(let text): "STATUS=" + String(text.map { $0.isNewline ? " " : $0 })
        case .extendTimeout(let microseconds): "EXTEND_TIMEOUT_USEC=\(microseconds)"
        }
    }
}
