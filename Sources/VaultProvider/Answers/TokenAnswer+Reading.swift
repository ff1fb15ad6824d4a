import VaultCore
import VaultFetchWire
import VaultJSON

extension TokenAnswer {
    /// - Parameter isJSON: whether the answer's own content type says JSON; a server of the form kind may still do so.
    init(_ body: WipedBytes, shape: AnswerShape, isJSON: Bool) {
        let isBlank = body.withBytes { $0.allSatisfy { " \t\r\n".utf8.contains($0) } }
        guard !isBlank else {
            self = .unusable(.empty)
            return
        }
        let members: (any AnswerMembers)? =
            shape.form == .form && !isJSON ? FormAnswer(body) : JSONAnswer(body)
        guard let members else {
            self = .unusable(.malformed)
            return
        }
        self.init(members, shape)
    }

    private init(_ members: any AnswerMembers, _ shape: AnswerShape) {
        let holder = Self.holder(members, shape)
        let hasTokens = holder.isPresent("access_token")
        let isError = members.isPresent("error") || shape.successMember.flatMap(members.bool) == false
        switch (hasTokens, isError) {
        case (false, true): self = .error(TokenError(members, shape.errors))
        case (false, false): self = .unusable(.neither)
        // Two answers in one: which of them holds cannot be told.
        case (true, true): self = .unusable(.badTokens)
        case (true, false):
            let tokens = RefreshedTokens(holder, shape)
            self = tokens.map(TokenAnswer.tokens) ?? .unusable(.badTokens)
        }
    }

    /// Where the tokens are: in the answer itself, unless it has none.
    private static func holder(_ members: any AnswerMembers, _ shape: AnswerShape) -> any AnswerMembers {
        guard !members.isPresent("access_token"), let name = shape.tokensIn else { return members }
        return members.members(in: name) ?? members
    }
}
