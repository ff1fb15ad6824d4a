/// The one request that a proof is for (RFC 9449 §4.2), as far as the vault believes a caller.
package struct ProofTarget: Hashable, Sendable {
    package static let urlBytes = 2048
    package static let methodBytes = 32
    package static let nonceBytes = 256

    /// As the request will have it: methods tell capitals apart (RFC 9110 §9.1).
    package let method: String
    /// Without query and fragment.
    package let url: String
    /// What the API asked for last (`DPoP-Nonce`), where it did.
    package let nonce: String?

    package init(method: String, url: String, nonce: String? = nil) throws(InvalidValue) {
        guard (1...Self.methodBytes).contains(method.utf8.count), method.utf8.allSatisfy(Self.isTokenCharacter) else {
            throw InvalidValue(field: "method", problem: "must be an HTTP method, such as GET")
        }
        guard url.utf8.count <= Self.urlBytes, Self.isAddress(url) else {
            throw InvalidValue(field: "url", problem: "must be an absolute http or https URL of visible ASCII")
        }
        if let nonce {
            guard (1...Self.nonceBytes).contains(nonce.utf8.count), Self.isNonce(nonce) else {
                throw InvalidValue(field: "nonce", problem: "is not one that a DPoP-Nonce header can have")
            }
        }
        self.method = method
        self.url = Self.bare(url)
        self.nonce = nonce
    }

    /// The address that a proof names (`htu`): without query and fragment.
    package static func bare(_ url: String) -> String {
        String(url.prefix { $0 != "?" && $0 != "#" })
    }

    /// `1*NQCHAR` (RFC 9449 §8.1).
    package static func isNonce(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    }

    private static func isAddress(_ url: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return false }
        let host = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        return !host.isEmpty && !host.contains("@") && isNonce(url)
    }

    /// RFC 9110 §5.6.2.
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
