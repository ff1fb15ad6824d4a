import VaultCore
import VaultFetchWire

/// What a token endpoint's answer, or the lack of one, comes to (DESIGN §6): pure, and the only place that decides it.
struct OutcomeRules {
    let provider: ProviderSettings
    /// Whether the request had a `scope` parameter.
    let sentScopes: Bool
    /// For a `Retry-After` that is a date.
    let now: Timestamp

    func outcome(of fetch: FetchOutcome) -> RefreshOutcome {
        switch fetch {
        case .response(let reply): outcome(of: reply)
        case .notSent(let reason): OutcomeRules.unsent(reason)
        case .unanswered, .tooLarge: .unknown(.noAnswer)
        }
    }

    func outcome(of reply: FetchReply) -> RefreshOutcome {
        let answer = TokenAnswer(
            reply.body, shape: AnswerShape(provider), isJSON: reply.isJSON)
        switch reply.status {
        case 200...299: return success(answer, reply)
        case 400...499: return refusal(answer, reply)
        case 500...599: return fault(answer, reply)
        // A redirect or something that HTTP does not have: nobody says that the token was not used.
        default: return .unknown(.badAnswer)
        }
    }

    /// Some servers say 200 and mean an error.
    private func success(_ answer: TokenAnswer, _ reply: FetchReply) -> RefreshOutcome {
        switch answer {
        case .tokens(let tokens): .refreshed(tokens)
        case .error(let error): outcome(of: error, reply) ?? .transient(.badAnswer, retryAfterSeconds: wait(reply))
        case .unusable: .unknown(.badAnswer)
        }
    }

    private func refusal(_ answer: TokenAnswer, _ reply: FetchReply) -> RefreshOutcome {
        switch answer {
        case .error(let error): outcome(of: error, reply) ?? wordless(reply, error.code, isEmpty: false)
        case .unusable(let flaw) where flaw == .badTokens: .unknown(.badAnswer)
        case .unusable(let flaw): wordless(reply, nil, isEmpty: flaw == .empty)
        // A refusal with tokens in it: it cannot be told whether the old one is still good.
        case .tokens: .unknown(.badAnswer)
        }
    }

    private func fault(_ answer: TokenAnswer, _ reply: FetchReply) -> RefreshOutcome {
        switch answer {
        case .tokens, .unusable(.badTokens): .unknown(.badAnswer)
        // A code that came with a server error is not believed: it condemns nothing.
        case .error, .unusable: .transient(.serverError, retryAfterSeconds: wait(reply))
        }
    }

    /// Nil for a code that is not known.
    private func outcome(of error: TokenError, _ reply: FetchReply) -> RefreshOutcome? {
        // Asked for without one, or again behind a proof that had the newest: no fault of the registration's.
        if provider.usesDPoP, error.code?.text == TokenError.nonceWanted {
            return .transient(.badAnswer, retryAfterSeconds: wait(reply))
        }
        guard let meaning = provider.errors.meaning(of: error) else { return nil }
        let code = error.reported(by: provider.errors)
        return switch meaning {
        case .refused: .refused(code)
        case .stepUp: .stepUp(claims: error.claims, code)
        case .consent: .consentRequired(code)
        case .policy: .blockedByPolicy(code)
        case .client: .clientFault(code)
        case .scope: sentScopes ? .consentRequired(code) : .clientFault(code)
        case .later: .transient(.serverError, retryAfterSeconds: wait(reply))
        case .tooMany: .transient(.rateLimited, retryAfterSeconds: wait(reply))
        }
    }

    /// A refusal without a code that is known, judged by its status.
    private func wordless(_ reply: FetchReply, _ code: ProviderErrorCode?, isEmpty: Bool) -> RefreshOutcome {
        switch reply.status {
        // Glewlwyd refuses a dead refresh token with 400 and nothing else; a proxy's 400 has a page in it.
        case 400 where isEmpty && reply.contentType == nil: .refused(code)
        case 401, 404, 405, 406, 410, 411, 413, 414, 415, 431: .clientFault(code)
        case 429: .transient(.rateLimited, retryAfterSeconds: wait(reply))
        default: .transient(.badAnswer, retryAfterSeconds: wait(reply))
        }
    }

    private func wait(_ reply: FetchReply) -> Int64? { RetryAfter.seconds(reply.retryAfter, now: now) }

    /// The refresh token never left this machine.
    private static func unsent(_ reason: FetchNotSent) -> RefreshOutcome {
        switch reason {
        case .badRequest: .clientFault(nil)
        case .nameNotResolved, .connectionRefused, .tlsFailed, .connectionFailed, .deadline, .notAccepted:
            .transient(.unreachable, retryAfterSeconds: nil)
        }
    }
}
