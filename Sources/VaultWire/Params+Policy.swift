import VaultCore

extension PolicyQuestion {
    init(_ params: Params) throws(InvalidValue) {
        let client = try params.made("client") { text throws(InvalidValue) in try ClientName(text) }
        let method = try params.word("method", Method.self).required("method")
        self.init(
            client: try client.required("client"),
            socket: try params.word("socket", SocketRole.self) ?? (method.isAdminOnly ? .admin : .workload),
            method: method, provider: try params.provider(), subject: try params.subject(), scopes: try params.scopes())
    }
}

extension Params {
    /// One of a few words.
    fileprivate func word<Word: RawRepresentable<String>>(
        _ name: String, _ type: Word.Type
    ) throws(InvalidValue) -> Word? {
        guard let text = try text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw InvalidValue(field: name, problem: "is none of the words that are known here")
        }
        return word
    }
}
