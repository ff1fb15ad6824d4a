package import VaultCore
import VaultJSON
import VaultWire

extension IdentityClaims {
    /// Claims as a call would bring them, read without a daemon.
    ///
    /// - Throws: `InvalidValue` unless the text is one JSON object of at most `Limits.identityClaimsBytes` bytes, without a member that
    ///   stands twice.
    package init(text: [UInt8]) throws(InvalidValue) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(
                parsing: text, limits: JSONLimits(bytes: Limits.identityClaimsBytes), wipeOnRelease: true)
        } catch {
            throw InvalidValue(field: "claims", problem: "are no JSON object: \(error.reason.sentence)")
        }
        try self.init(document.root, "claims")
    }
}
