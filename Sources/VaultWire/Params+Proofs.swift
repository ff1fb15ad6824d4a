import VaultCore
import VaultJSON

/// What proofs of possession are made of (RFC 9449).
extension Params {
    func proofTarget() throws(InvalidValue) -> ProofTarget? {
        guard let value = value("proof") else { return nil }
        guard value.kind == .object else {
            throw InvalidValue(field: "proof", problem: "must be an object with the strings method and url")
        }
        let params = try Params(value)
        do throws(InvalidValue) {
            return try ProofTarget(
                method: try params.text("method").required("method"), url: try params.text("url").required("url"),
                nonce: try params.text("nonce"))
        } catch {
            throw InvalidValue(field: "proof.\(error.field)", problem: error.problem)
        }
    }

    func proofKey() throws(InvalidValue) -> ProofKey? {
        guard let text = try secret("dpop_key") else { return nil }
        guard let key = ProofKey(base64URL: text) else {
            throw InvalidValue(
                field: "dpop_key", problem: "must be the 32 bytes of an Ed25519 key in base64url, the d of its JWK")
        }
        return key
    }
}
