import VaultCore
import VaultService
import VaultSocket
import VaultWire

/// Who a connection is under the policy in force, in the forms that the hot path needs; made anew when the policy changes.
final class ConnectionClient {
    let caller: Caller
    /// The set of selectors that it was recognised by.
    let match: SelectorName?
    /// Which policy this was made from.
    let epoch: Int
    /// Whether it is this client because of the file that its process runs.
    let isBoundToProgram: Bool
    private let rules: CompiledClient
    /// nil where its use is not limited.
    let meter: ClientMeter?
    /// Whether a cached token or session may be handed out without knowing whose it is.
    private let isFast: Bool
    private let looksUpSessions: Bool
    private let audit: any AuditTrail
    /// Where this loop counts what the client asks for.
    private let tally: LoopTally?
    /// The audit members that tell caller and method, rendered once, with the first call that is served: most of what a connection that
    /// never asks would need. Unchecked: only the loop that owns the connection comes here.
    @exclusivity(unchecked) private var tokenPart = KeptPart()
    @exclusivity(unchecked) private var sessionPart = KeptPart()

    init(
        peer: PeerIdentity, socket: SocketRole, connection: Int, policy: Policy, epoch: Int, meters: ClientMeters,
        audit: any AuditTrail,
        tally: (ClientName) -> LoopTally
    ) {
        let match = policy.match(for: peer)
        let name = match?.name.client
        self.match = match?.name
        isBoundToProgram = match.map { !$0.facts.isDisjoint(with: [.executable, .digest]) } ?? false
        caller = Caller(peer: peer, socket: socket, client: name, connection: connection)
        rules = policy.compiled(name)
        meter = meters.meter(of: name)
        isFast = meter.map { !$0.limits.countSubjects } ?? true
        looksUpSessions = rules.allowsPlainly(.sessionLookup)
        self.tally = name.map(tally)
        self.audit = audit
        self.epoch = epoch
    }

    /// Whether every token of the provider may be handed out to it as it is.
    func mayHaveAll(of provider: ProviderIndex) -> Bool { isFast && rules.allowsPlainly(.tokenGet, provider) }

    /// Appends the reply line with this token and its audit record.
    ///
    /// - Parameters:
    ///   - id: as the call wrote it.
    ///   - request: which call on its connection.
    ///   - scopes: the array that the call asks for; nil for all that the grant has.
    /// - Returns: false, and nothing was done, when policy does not allow it, the client has used up its rate, or the token is
    ///   not for these scopes: the spine will say so, and record it.
    @inline(__always)
    func serve(
        _ token: borrowing CachedToken, id: UnsafeRawBufferPointer, request: Int,
        scopes: UnsafeRawBufferPointer?, terms: FastAnswers.Terms, into replies: inout OutputBuffer
    ) -> Bool {
        guard isFast, rules.allowsPlainly(.tokenGet, token.provider) else { return false }
        var named: UInt64 = 0
        if let scopes {
            guard let some = token.named(by: scopes) else { return false }
            named = some
        }
        if let meter, !meter.takes(at: terms.instant.nanoseconds) { return false }
        let frame = TokenReplyFrame(
            id: id, head: token.replyHead, secondsLeft: token.expiresAt.seconds(since: terms.now))
        replies.append(space: frame.maximumBytes) { frame.write(to: $0) }
        if tokenPart.isEmpty { tokenPart.set(audit.callerPart(caller, .tokenGet)) }
        audit.recordServed(caller: tokenPart.bytes, request: request, object: token.auditPart)
        tally?.count(token.scopePlace, named: named)
        return true
    }

    /// The same with a session.
    @inline(__always)
    func serve(
        _ session: LentSession, id: UnsafeRawBufferPointer, request: Int, terms: FastAnswers.Terms,
        into replies: inout OutputBuffer
    ) -> Bool {
        guard isFast, looksUpSessions else { return false }
        if let meter, !meter.takes(at: terms.instant.nanoseconds) { return false }
        let frame = SessionReplyFrame(
            id: id, head: session.head, seen: session.lastSeenAt.seconds, ends: session.endsAt.seconds,
            tail: session.tail, isRenewalDue: session.isRenewalDue)
        replies.append(space: frame.maximumBytes) { frame.write(to: $0) }
        if sessionPart.isEmpty { sessionPart.set(audit.callerPart(caller, .sessionLookup)) }
        audit.recordServed(caller: sessionPart.bytes, request: request, object: session.auditPart)
        return true
    }
}
