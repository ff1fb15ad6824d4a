import VaultJSON
import VaultFetchWire

@testable import VaultProvider

/// The assertion in the body of a request, taken apart.
struct SentAssertion {
    let fields: [String: String]
    let header: String
    let claims: JSONValue
    /// What the signature is over, and it.
    let signed: [UInt8]
    let signature: [UInt8]

    init?(_ body: String) {
        var fields: [String: String] = [:]
        for pair in body.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            fields[String(parts[0])] = FormEncoding.decode(Array(parts[1].utf8)[...])
                .map { String(decoding: $0, as: UTF8.self) }
        }
        let parts = (fields["client_assertion"] ?? "").split(separator: ".")
        guard parts.count == 3, let header = Base64.decodeURL(Array(parts[0].utf8)[...]),
            let payload = Base64.decodeURL(Array(parts[1].utf8)[...]),
            let claims = (try? JSONDocument(parsing: payload))?.root,
            let signature = Base64.decodeURL(Array(parts[2].utf8)[...])
        else { return nil }
        self.fields = fields
        self.header = String(decoding: header, as: UTF8.self)
        self.claims = claims
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    var names: [String] { claims.members?.compactMap(\.name.string) ?? [] }
}
