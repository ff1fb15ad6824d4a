/// Which addresses a token, a client secret or metadata may be sent to or taken from.
enum EndpointRule {
    /// `https` with a host, or `http` to this machine; no user name, no fragment (RFC 6749 §3.2, RFC 8414 §2).
    static func allows(_ address: String) -> Bool {
        guard address.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), !address.contains("#"), !address.contains("\\") else {
            return false
        }
        if let rest = afterScheme("https://", address) { return host(in: rest) != nil }
        guard let rest = afterScheme("http://", address), let host = host(in: rest) else { return false }
        return isLoopback(host)
    }

    /// The scheme is not case-sensitive (RFC 3986 §3.1).
    private static func afterScheme(_ scheme: String, _ address: String) -> Substring? {
        guard address.utf8.count > scheme.utf8.count, address.prefix(scheme.count).lowercased() == scheme else {
            return nil
        }
        return address.dropFirst(scheme.count)
    }

    /// Nil for an empty host, for one with a user name before it, and for a port that is none.
    private static func host(in rest: Substring) -> Substring? {
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return nil }
        if authority.first == "[" {
            guard let end = authority.lastIndex(of: "]"), isPort(authority[authority.index(after: end)...]) else {
                return nil
            }
            return authority[...end]
        }
        let host = authority.prefix { $0 != ":" }
        guard !host.isEmpty, isPort(authority[host.endIndex...]) else { return nil }
        return host
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard let first = text.first else { return true }
        guard first == ":", let number = UInt16(text.dropFirst()) else { return false }
        return number > 0 && text.dropFirst().utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        if host.lowercased() == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0) != nil && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
    }
}
