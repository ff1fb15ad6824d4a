import VaultCore
import VaultFetchWire

/// What a revocation endpoint's answer comes to (RFC 7009 §2.2): pure.
struct RevocationRules {
    let now: Timestamp
    var errors = ErrorMap.common

    func outcome(of fetch: FetchOutcome) -> RevocationOutcome {
        switch fetch {
        case .response(let reply): outcome(of: reply)
        case .notSent(.badRequest): .refused(nil)
        case .notSent: .retry(.unreachable, afterSeconds: nil)
        // Revoking twice is harmless, so a lost answer is simply asked for again.
        case .unanswered, .tooLarge: .retry(.noAnswer, afterSeconds: nil)
        }
    }

    private func outcome(of reply: FetchReply) -> RevocationOutcome {
        let error = error(in: reply)
        switch reply.status {
        // Also for a token that is not known: the purpose is reached (§2.2).
        case 200...299 where error == nil: return .revoked
        case 200...299, 400...499: return refusal(error, reply)
        case 500...599: return .retry(.serverError, afterSeconds: wait(reply))
        default: return .retry(.badAnswer, afterSeconds: nil)
        }
    }

    private func refusal(_ error: TokenError?, _ reply: FetchReply) -> RevocationOutcome {
        switch error.flatMap(errors.meaning) {
        // Against the RFC, some servers refuse a token that is dead already.
        case .refused?: return .revoked
        case .later?: return .retry(.serverError, afterSeconds: wait(reply))
        case .tooMany?: return .retry(.rateLimited, afterSeconds: wait(reply))
        case .client?, .stepUp?, .consent?, .policy?, .scope?: return .refused(error?.code)
        case nil: break
        }
        switch reply.status {
        case 429: return .retry(.rateLimited, afterSeconds: wait(reply))
        case 408, 425: return .retry(.serverError, afterSeconds: wait(reply))
        default: return .refused(error?.code)
        }
    }

    /// The body of a success has no meaning (§2.2), unless it is an OAuth error after all.
    private func error(in reply: FetchReply) -> TokenError? {
        guard let members = JSONAnswer(reply.body), members.isPresent("error") else { return nil }
        return TokenError(members, errors)
    }

    private func wait(_ reply: FetchReply) -> Int64? { RetryAfter.seconds(reply.retryAfter, now: now) }
}
