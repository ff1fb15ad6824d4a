import VaultCore

extension ErrorMap {
    /// Nil for an error that no word of the map is about: it condemns nothing.
    func meaning(of error: TokenError) -> ErrorMeaning? {
        // The more precise parts first: Entra, Google and Salesforce say `invalid_grant` for very different things.
        if let meaning = error.numbers.lazy.compactMap({ numbers[$0] }).first { return meaning }
        if let word = error.subcode?.text, let meaning = subcodes[word] { return meaning }
        guard let meaning = error.sentence ?? error.code.flatMap({ codes[$0.text] }) else { return nil }
        // A claims challenge is an offer to sign in again, whatever code it came with.
        return error.claims != nil && meaning == .refused ? .stepUp : meaning
    }
}
