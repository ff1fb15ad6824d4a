import VaultCore
import VaultService
import VaultSocket
import VaultWire

/// Answers a cached `token.get` or `session.lookup` on the loop itself: the line is compared with those before it or scanned
/// in place, policy is a bit test, the cache is asked with the bytes of the line, the ready-made reply is copied and one audit
/// record appended. Nothing is allocated, no task is made, no String. A token that only the store has is brought into the cache first. Whatever is not
/// plainly that is left to the spine.
struct FastAnswers: ~Copyable {
    private var outline = CallOutline()
    private var templates = CallTemplates()
    private let tokens: TokenCache
    private let stored: StoredTokens?
    private let sessions: ReadySessions
    /// The time that sessions live by, as of a millisecond of the wall clock; asked for once in each.
    private var sessionTime: (wall: Timestamp, now: Timestamp)?
    private var served = ServedCounts()

    init(tokens: TokenCache, stored: StoredTokens?, sessions: ReadySessions) {
        self.tokens = tokens
        self.stored = stored
        self.sessions = sessions
    }

    /// How much was answered since this was last asked.
    @inline(__always)
    mutating func takeServed() -> ServedCounts {
        defer { served = ServedCounts() }
        return served
    }

    /// What holds for all lines of one read: limits, the time, and what a call means that does not say it itself.
    struct Terms {
        let wire: WireLimits
        let minimumLifeSeconds: Int64
        let now: Timestamp
        /// The same moment on the clock that never jumps.
        let instant: MonotonicInstant
    }

    /// Appends the whole reply line to `replies`.
    ///
    /// - Parameter request: which call on its connection.
    /// - Returns: false when nothing was done: the spine must read the line.
    @inline(__always)
    mutating func answer(
        _ line: UnsafeRawBufferPointer, request: Int, for client: ConnectionClient, terms: Terms,
        into replies: inout OutputBuffer
    ) -> Bool {
        guard let call = templates.read(line) else {
            return scan(line, request: request, for: client, terms: terms, into: &replies)
        }
        return serve(call, scopes: nil, line, request: request, for: client, terms: terms, into: &replies)
    }

    /// The same for a line of a make that is not known.
    @inline(never)
    private mutating func scan(
        _ line: UnsafeRawBufferPointer, request: Int, for client: ConnectionClient, terms: Terms,
        into replies: inout OutputBuffer
    ) -> Bool {
        guard outline.scan(line, limits: terms.wire) == .call, let id = outline.id else { return false }
        switch outline.method {
        case .tokenGet:
            guard let said = TokenGetOutline(outline, in: line), !said.forceRefresh else { return false }
            if said.scopes == nil {
                templates.learn(line, id: id, said.target, minimumLifeSeconds: said.minimumLifeSeconds)
            }
            let call = CallTemplate.Call(id: id, target: said.target, minimumLifeSeconds: said.minimumLifeSeconds)
            let scopes = said.scopes.map { UnsafeRawBufferPointer(rebasing: line[$0]) }
            return serve(call, scopes: scopes, line, request: request, for: client, terms: terms, into: &replies)
        case .sessionLookup:
            guard let said = SessionLookupOutline(outline, in: line) else { return false }
            templates.learn(line, id: id, .session(said.session))
            let call = CallTemplate.Call(id: id, target: .session(said.session), minimumLifeSeconds: nil)
            return serve(call, scopes: nil, line, request: request, for: client, terms: terms, into: &replies)
        default: return false
        }
    }

    @inline(__always)
    private mutating func serve(
        _ call: CallTemplate.Call, scopes: UnsafeRawBufferPointer?, _ line: UnsafeRawBufferPointer, request: Int,
        for client: ConnectionClient, terms: Terms, into replies: inout OutputBuffer
    ) -> Bool {
        let id = UnsafeRawBufferPointer(rebasing: line[call.id])
        let life = call.minimumLifeSeconds ?? terms.minimumLifeSeconds
        let isServed: Bool
        switch call.target {
        case .grant(let handle):
            isServed =
                tokens.withToken(
                    handle: UnsafeRawBufferPointer(rebasing: line[handle]), minimumLifeSeconds: life, now: terms.now
                ) { client.serve($0, id: id, request: request, scopes: scopes, terms: terms, into: &replies) } ?? false
        case .subject(let subject, let provider, let account):
            let (subject, provider, account) = (
                UnsafeRawBufferPointer(rebasing: line[subject]), UnsafeRawBufferPointer(rebasing: line[provider]),
                UnsafeRawBufferPointer(rebasing: line[account])
            )
            if let known = tokens.withToken(
                subject: subject, provider: provider, account: account, minimumLifeSeconds: life, now: terms.now,
                {
                    client.serve($0, id: id, request: request, scopes: scopes, terms: terms, into: &replies)
                })
            {
                isServed = known
            } else if bring(subject, provider, account, for: client) {
                isServed =
                    tokens.withToken(
                        subject: subject, provider: provider, account: account, minimumLifeSeconds: life, now: terms.now
                    ) { client.serve($0, id: id, request: request, scopes: scopes, terms: terms, into: &replies) }
                    ?? false
                if isServed { served.brought &+= 1 }
            } else {
                isServed = false
            }
        case .session(let handle):
            let handle = UnsafeRawBufferPointer(rebasing: line[handle])
            let isServed = sessions.withSession(handle, at: sessionTime(at: terms.now)) {
                client.serve($0, id: id, request: request, terms: terms, into: &replies)
            }
            if isServed { served.sessions &+= 1 }
            return isServed
        }
        if isServed { served.tokens &+= 1 }
        return isServed
    }

    @inline(never)
    private func bring(
        _ subject: UnsafeRawBufferPointer, _ provider: UnsafeRawBufferPointer, _ account: UnsafeRawBufferPointer,
        for client: ConnectionClient
    ) -> Bool {
        stored?.bring(subject: subject, provider: provider, account: account, mayHave: client.mayHaveAll) ?? false
    }

    private mutating func sessionTime(at wall: Timestamp) -> Timestamp {
        if let sessionTime, sessionTime.wall == wall { return sessionTime.now }
        let now = sessions.now()
        sessionTime = (wall, now)
        return now
    }
}
