/// One request for the metrics over HTTP, strictly read: `GET /metrics` of HTTP/1.0 or 1.1, with no body. What it comes to is
/// decided here, without a socket.
struct MetricsRequest {
    /// Of the head; nobody who asks for metrics needs more.
    static let mostBytes = 4096

    enum Verdict: Equatable {
        case incomplete
        case metrics
        case refused(Refusal)
    }

    enum Refusal: Equatable {
        /// 400
        case malformed
        /// 404
        case otherPath
        /// 405
        case otherMethod
        /// 431
        case tooLong
    }

    private var head: [UInt8] = []

    /// - Parameter checksHost: whether a name in `Host` must mean this machine: a page in a browser here may otherwise read what
    ///   it serves under a name of its own (DNS rebinding).
    mutating func take(_ bytes: UnsafeRawBufferPointer, checksHost: Bool) -> Verdict {
        head += bytes
        guard let end = Self.end(of: head) else {
            return head.count >= Self.mostBytes ? .refused(.tooLong) : .incomplete
        }
        guard end <= Self.mostBytes else { return .refused(.tooLong) }
        // Nothing may follow: there is no body, and one request a connection.
        guard end == head.count else { return .refused(.malformed) }
        return Self.verdict(head.dropLast(4), checksHost: checksHost)
    }

    private static func end(of head: [UInt8]) -> Int? {
        guard head.count >= 4 else { return nil }
        let mark = Array("\r\n\r\n".utf8)
        return (0...head.count - 4).first { head[$0..<$0 + 4].elementsEqual(mark) }.map { $0 + 4 }
    }

    private static func verdict(_ head: ArraySlice<UInt8>, checksHost: Bool) -> Verdict {
        // Visible ASCII, spaces, tabs, and the ends of lines: nothing else is in a head that Prometheus or curl writes.
        guard head.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }) else {
            return .refused(.malformed)
        }
        let lines = lines(of: head)
        guard let lines, let first = lines.first else { return .refused(.malformed) }
        let words = first.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.0" || words[2] == "HTTP/1.1", words[1].hasPrefix("/") else {
            return .refused(.malformed)
        }
        guard let fields = fields(of: lines.dropFirst()), areSound(fields, words[2] == "HTTP/1.1", checksHost) else {
            return .refused(.malformed)
        }
        guard words[1] == "/metrics" else { return .refused(.otherPath) }
        return words[0] == "GET" ? .metrics : .refused(.otherMethod)
    }

    /// nil where a line ends with anything but CR LF (RFC 9112 §2.2).
    private static func lines(of head: ArraySlice<UInt8>) -> [Substring]? {
        let text = String(decoding: head, as: UTF8.self)
        var lines: [Substring] = []
        // CR LF is one Character to Swift; what is left of either stands alone.
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
            guard !line.utf8.contains(0x0D), !line.utf8.contains(0x0A) else { return nil }
            lines.append(line)
        }
        return lines
    }

    /// Names in lower case; nil where a line is no field (RFC 9112 §5: no space before the colon, no folded lines).
    private static func fields(of lines: ArraySlice<Substring>) -> [(name: String, value: Substring)]? {
        var fields: [(String, Substring)] = []
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
            let name = line[..<colon]
            guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields.append((name.lowercased(), value))
        }
        return fields
    }

    private static func areSound(
        _ fields: [(name: String, value: Substring)], _ needsHost: Bool, _ checksHost: Bool
    ) -> Bool {
        if fields.contains(where: { $0.name == "transfer-encoding" }) { return false }
        if fields.contains(where: { $0.name == "content-length" && $0.value != "0" }) { return false }
        let hosts = fields.filter { $0.name == "host" }
        if hosts.count > 1 || hosts.isEmpty && needsHost { return false }
        return !checksHost || hosts.allSatisfy { isThisMachine($0.value) }
    }

    private static func isThisMachine(_ host: Substring) -> Bool {
        let parts = host.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count == 1 || UInt16(parts[1]) != nil else { return false }
        if parts[0].lowercased() == "localhost" { return true }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return octets.count == 4 && octets[0] == 127 && octets.allSatisfy { $0 != nil }
    }
}
