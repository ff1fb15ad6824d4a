import VaultCore
import VaultJSON

extension Params {
    /// What a person typed, as UTF-8; nil where there is none.
    func passphrase() throws(InvalidValue) -> Secret? {
        guard let value = value("passphrase") else { return nil }
        let secret = try value.withUnescapedBytes { bytes throws(InvalidValue) in
            guard !bytes.isEmpty, bytes.count <= WireLimits.passphraseBytes else {
                throw InvalidValue(
                    field: "passphrase", problem: "must have 1 to \(WireLimits.passphraseBytes) bytes")
            }
            return bytes.withUnsafeBufferPointer { Secret(copying: UnsafeRawBufferPointer($0)) }
        }
        guard let secret else { throw InvalidValue(field: "passphrase", problem: "must be a string") }
        return secret
    }
}
