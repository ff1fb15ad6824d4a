/// Where a sink sends records: always a place on this machine, because none of these ways knows its peer or hides what it carries.
package enum SinkTarget: Hashable, Sendable {
    case stdout
    /// The native protocol of journald.
    case journald(path: String)
    /// RFC 5424 over a Unix datagram socket.
    case syslog(path: String)
    /// RFC 5424 over TCP with octet counting (RFC 6587), to an address in 127.0.0.0/8.
    case syslogStream(octets: [UInt8], port: UInt16)

    package static let usualSyslogPath = "/dev/log"
    package static let usualJournalPath = "/run/systemd/journal/socket"
}
