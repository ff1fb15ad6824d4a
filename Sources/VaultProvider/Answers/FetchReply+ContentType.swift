import VaultFetchWire

extension FetchReply {
    /// Whether the answer calls itself JSON (`application/json`, or a type that ends with `+json`, RFC 6839 §3.1).
    var isJSON: Bool {
        // As nearly all write it: taking it apart would cost more than reading the answer.
        if contentType == "application/json" { return true }
        guard let type = contentType?.split(separator: ";").first?.lowercased() else { return false }
        let bare = type.split(separator: " ").joined()
        return bare == "application/json" || bare.hasSuffix("+json")
    }
}
