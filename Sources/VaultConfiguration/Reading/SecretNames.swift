import VaultCore

/// Tells from a member's name that its value would be a secret, so that one written in clear is refused even where the
/// member is not known.
enum SecretNames {
    private static let parts = [
        "secret", "password", "passwd", "passphrase", "private_key", "privatekey", "api_key", "apikey", "assertion",
    ]
    private static let endings = ["token", "_key", "_pin", "credential", "credentials"]

    static func looksSecret(_ name: String) -> Bool {
        let name = name.lowercased().replacingDashes()
        return parts.contains { name.utf8.firstPlace(of: $0.utf8) != nil } || endings.contains(where: name.hasSuffix)
    }

    static let advice = "a secret must not stand in this file: put it into a file of mode 0400 and write"

    /// What to write instead, for the member of this name.
    static func advice(for name: String) -> String { "\(advice) `\(name): {file: \"/path\"}`" }
}

extension String {
    fileprivate func replacingDashes() -> String { String(map { $0 == "-" ? "_" : $0 }) }
}
