/// Where the metrics can be had over HTTP: a place that only this machine reaches.
package enum MetricsListen: Hashable, Sendable {
    /// An address in 127.0.0.0/8.
    case loopback(octets: [UInt8], port: UInt16)
    case unix(path: String)

    /// - Returns: nil for anything but an absolute path, or an address in 127.0.0.0/8 and a port from 1.
    package init?(_ text: String) {
        if text.hasPrefix("/") {
            self = .unix(path: text)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = Self.number(parts[1], UInt16.self), port > 0 else { return nil }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap {
            Self.number($0, UInt8.self)
        }
        guard octets.count == 4, octets[0] == 127, parts[0].filter({ $0 == "." }).count == 3 else { return nil }
        self = .loopback(octets: octets, port: port)
    }

    /// Plain digits, none of them a leading zero, which some read as octal.
    private static func number<Number: FixedWidthInteger>(_ text: Substring, _ type: Number.Type) -> Number? {
        guard let number = Number(text), String(number) == text else { return nil }
        return number
    }
}
