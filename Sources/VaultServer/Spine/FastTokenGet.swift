import VaultCore
import VaultService
import VaultSocket
import VaultWire

/// Answers a cached `token.get` on the loop itself: the line is scanned in place, policy is a bit test, the cache is asked
/// with the bytes of the line, the ready-made reply is copied and one audit record appended. Nothing is allocated, no task
/// is made, no String. Whatever is not plainly that is left to the spine.
struct FastTokenGet: ~Copyable {
    private var outline = CallOutline()
    private let cache: TokenCache
    private let audit: any AuditTrail

    init(cache: TokenCache, audit: any AuditTrail) {
        self.cache = cache
        self.audit = audit
    }

    /// What the rules in force say to a call that does not say it itself.
    struct Terms {
        var wire: WireLimits
        var minimumLifeSeconds: Int64
    }

    /// Appends the whole reply line to `replies`.
    ///
    /// - Returns: false when nothing was done: the spine must read the line.
    @inline(__always)
    mutating func answer(
        _ line: UnsafeRawBufferPointer, for client: ConnectionClient, terms: Terms,
        now: Timestamp, into replies: inout OutputBuffer
    ) -> Bool {
        guard outline.scan(line, limits: terms.wire) == .call, outline.method == .tokenGet, let id = outline.id,
            let call = TokenGetOutline(outline, in: line), !call.forceRefresh
        else { return false }
        let life = call.minimumLifeSeconds ?? terms.minimumLifeSeconds
        let serve = Serving(
            rules: client.rules, auditPart: client.auditPart, id: UnsafeRawBufferPointer(rebasing: line[id]),
            scopes: call.scopes.map { UnsafeRawBufferPointer(rebasing: line[$0]) }, now: now, audit: audit)
        switch call.selector {
        case .grant(let handle):
            return cache.withToken(
                handle: UnsafeRawBufferPointer(rebasing: line[handle]), minimumLifeSeconds: life, now: now
            ) { serve.copy($0, to: &replies) } ?? false
        case .subject(let subject, let provider, let account):
            return cache.withToken(
                subject: UnsafeRawBufferPointer(rebasing: line[subject]),
                provider: UnsafeRawBufferPointer(rebasing: line[provider]),
                account: UnsafeRawBufferPointer(rebasing: line[account]), minimumLifeSeconds: life, now: now
            ) { serve.copy($0, to: &replies) } ?? false
        }
    }

    /// What is done under the cache's lock.
    private struct Serving {
        let rules: CompiledClient
        let auditPart: [UInt8]
        let id: UnsafeRawBufferPointer
        /// What the call asks for; nil for all that the grant has.
        let scopes: UnsafeRawBufferPointer?
        let now: Timestamp
        let audit: any AuditTrail

        /// - Returns: false when policy does not allow it, or the token is not for these scopes: the spine will say so, and
        ///   record it.
        @inline(__always)
        func copy(_ token: borrowing CachedToken, to replies: inout OutputBuffer) -> Bool {
            guard rules.allows(.tokenGet, token.provider) else { return false }
            if let scopes, !token.covers(scopes) { return false }
            let frame = TokenReplyFrame(
                id: id, head: token.replyHead, secondsLeft: token.expiresAt.seconds(since: now))
            replies.append(space: frame.maximumBytes) { frame.write(to: $0) }
            auditPart.withUnsafeBytes { audit.recordServed(caller: $0, grant: token.auditPart) }
            return true
        }
    }
}
