import VaultFetchWire

extension FetchReply {
    /// Whether the answer calls itself JSON (`application/json`, or a type that ends with `+json`, RFC 6839 §3.1).
    var isJSON: Bool {
        guard let type = contentType?.split(separator: ";").first?.lowercased() else { return false }
        let bare = type.split(separator: " ").joined()
        return bare == "application/json" || bare.hasSuffix("+json")
    }
}
