import VaultCore
import VaultFetchWire
import VaultJSON

extension TokenAnswer {
    /// - Parameter isJSON: whether the answer's own content type says JSON; a server of the form kind may still do so.
    init(_ body: WipedBytes, form: AnswerForm, isJSON: Bool, defaultExpiresIn: Int64) {
        let isBlank = body.withBytes { $0.allSatisfy { " \t\r\n".utf8.contains($0) } }
        guard !isBlank else {
            self = .unusable(.empty)
            return
        }
        let members: (any AnswerMembers)? =
            form == .form && !isJSON ? FormAnswer(body) : JSONAnswer(body)
        guard let members else {
            self = .unusable(.malformed)
            return
        }
        self.init(members, defaultExpiresIn: defaultExpiresIn)
    }

    private init(_ members: any AnswerMembers, defaultExpiresIn: Int64) {
        let hasTokens = members.isPresent("access_token")
        switch (hasTokens, members.isPresent("error")) {
        case (false, true): self = .error(TokenError(members))
        case (false, false): self = .unusable(.neither)
        // Two answers in one: which of them holds cannot be told.
        case (true, true): self = .unusable(.badTokens)
        case (true, false):
            let tokens = RefreshedTokens(members, defaultExpiresIn: defaultExpiresIn)
            self = tokens.map(TokenAnswer.tokens) ?? .unusable(.badTokens)
        }
    }
}
