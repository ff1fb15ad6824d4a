import VaultJSON

/// The one request to an API that a proof is wanted for (RFC 9449).
public struct ProvedRequest: Sendable, Equatable {
    /// As it will be sent, such as `GET`.
    public var method: String
    /// The whole address; query and fragment are left out of the proof.
    public var url: String
    /// What the API said last in `DPoP-Nonce`, where it did.
    public var nonce: String?

    /// A request by method and address.
    public init(_ method: String, _ url: String, nonce: String? = nil) {
        self.method = method
        self.url = url
        self.nonce = nonce
    }

    func write(to writer: inout JSONWriter) {
        writer.member(
            "proof",
            object: { writer in
                writer.member("method", method)
                writer.member("url", url)
                if let nonce { writer.member("nonce", nonce) }
            })
    }
}
