/// The cookie that carries a handle: always `__Host-`, `Secure`, `HttpOnly`, `Path=/`, without `Domain` and without an end of
/// its own (RFC 6265bis §4.1.3.2; ASVS 5.0 3.3.1 to 3.3.4), so that no sister domain can set it and no script read it.
package struct SessionCookie: Hashable, Sendable {
    package enum SameSite: String, CaseIterable, Sendable {
        case strict = "Strict"
        case lax = "Lax"
        /// Sent from other sites, too; only with `Partitioned`, which keeps it to the one site that embeds this.
        case none = "None"
    }

    package static let namePrefix = "__Host-"

    /// Without the prefix; says nothing about who made it (OWASP, "Session ID Name Fingerprinting").
    package var name = "id"
    package var sameSite = SameSite.lax
    package var isPartitioned = false

    package init() {}

    /// - Parameter name: a token of RFC 6265 §4.1.1, at most 64 bytes.
    package static func isName(_ name: String) -> Bool {
        let separators = Array("()<>@,;:\\\"/[]?={} \t".utf8)
        let bytes = name.utf8
        return !bytes.isEmpty && bytes.count <= 64
            && bytes.allSatisfy { (0x21...0x7E).contains($0) && !separators.contains($0) }
            && !name.lowercased().hasPrefix("__host-") && !name.lowercased().hasPrefix("__secure-")
    }

    /// The value of `Set-Cookie` that gives the browser this handle.
    package func setting(_ handle: Secret) -> Secret {
        var text = Array("\(Self.namePrefix)\(name)=".utf8)
        let rest = Array(attributes.utf8)
        text.reserveCapacity(text.count + handle.count + rest.count)
        handle.withBytes { text.append(contentsOf: $0) }
        text += rest
        defer { text.withUnsafeMutableBytes { Secret.wipe($0) } }
        return Secret(copying: text)
    }

    /// The value of `Set-Cookie` that makes the browser forget it.
    package var clearing: String { "\(Self.namePrefix)\(name)=\(attributes); Max-Age=0" }

    private var attributes: String {
        "; Path=/; Secure; HttpOnly; SameSite=\(sameSite.rawValue)" + (isPartitioned ? "; Partitioned" : "")
    }
}
