/// Why a text cannot be an endpoint; the provider client may rely on what passes here.
enum Endpoint {
    /// The sentence to show; nil for a sound endpoint: `https` to anywhere or `http` to this machine, no user, no fragment.
    static func problem(_ text: String) -> String? {
        let rest: Substring
        let isPlain: Bool
        if text.hasPrefix("https://") {
            (rest, isPlain) = (text.dropFirst(8), false)
        } else if text.hasPrefix("http://") {
            (rest, isPlain) = (text.dropFirst(7), true)
        } else {
            return "must begin with https://"
        }
        guard text.utf8.allSatisfy(isURLByte) else { return "holds a character that must be percent-encoded in a URL" }
        if text.contains("#") { return "must have no fragment, leave out what follows the #" }
        let authority = rest.prefix { !"/?".contains($0) }
        if authority.contains("@") { return "must hold no user name or password, use client_id and client_secret" }
        guard let host = host(of: authority) else { return "must name a host, and at most a port of 1 to 65535" }
        if isPlain, !isLoopback(host) {
            return "must begin with https://, http:// would send secrets in clear and is for loopback addresses only"
        }
        return nil
    }

    /// The host without its port; nil where either is malformed.
    private static func host(of authority: Substring) -> Substring? {
        if authority.first == "[" {
            guard let end = authority.lastIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<end]
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
            return isPort(authority[authority.index(after: end)...]) ? authority[...end] : nil
        }
        let host = authority.prefix { $0 != ":" }
        guard !host.isEmpty, isPort(authority[host.endIndex...]), host.utf8.allSatisfy(isHostByte) else { return nil }
        return host
    }

    /// Nothing, or a colon and a number.
    private static func isPort(_ text: Substring) -> Bool {
        guard let colon = text.first else { return true }
        guard colon == ":", text.utf8.count <= 6, let number = UInt16(text.dropFirst()) else { return false }
        return number > 0
    }

    /// `localhost` counts, because it must never leave the machine (RFC 6761 §6.3).
    private static func isLoopback(_ host: Substring) -> Bool {
        if host.lowercased() == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts[0] == 127 && parts.allSatisfy { $0 != nil }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// RFC 3986 §2: unreserved, reserved and percent; everything else must be encoded.
    private static func isURLByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
    }
}
