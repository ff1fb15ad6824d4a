import VaultCore
import VaultJSON

/// Writes the members of a record in their one order: time, kind, outcome, client, uid, gid, pid, executable, socket, connection,
/// method, request, subject, provider, grant, generation, delegation, session, scopes, rule, master_key, reason, token, provider_error,
/// provider_error_detail, dies_at, store, store_sequence, change.
enum AuditLine {
    /// Without the braces of the object that they become.
    static func members(
        kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome = .done, at time: TimeText,
        _ rest: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        Array(
            object { writer in
                writer.member("time", bytes: time.bytes.span)
                writer.member("kind", kind.rawValue)
                writer.member("outcome", outcome.rawValue)
                rest(&writer)
            }.dropFirst().dropLast())
    }

    static func members(of event: AuditEvent, at time: TimeText, lost: Int? = nil) -> [UInt8] {
        members(kind: event.kind, event.outcome, at: time) { writer in
            tell(event, to: &writer)
            if let lost { writer.member("lost", lost) }
        }
    }

    private static func tell(_ event: AuditEvent, to writer: inout JSONWriter) {
        if let caller = event.caller { members(of: caller, to: &writer) }
        if let method = event.method { writer.member("method", method.rawValue) }
        if let request = event.caller?.request { writer.member("request", request) }
        if let subject = event.subject { writer.member("subject", subject.text) }
        if let provider = event.provider { writer.member("provider", provider.text) }
        if let grant = event.grant { writer.member("grant", grant.handle) }
        if let generation = event.generation { writer.member("generation", generation.number) }
        if let delegation = event.delegation { writer.member("delegation", delegation.text) }
        if let session = event.session { writer.member("session", session.text) }
        if let scopes = event.scopes { writer.member("scopes", scopes.scopes) }
        if let rule = event.identityRule { writer.member("rule", rule.text) }
        if let key = event.masterKey { writer.member("master_key", key.number) }
        if let reason = event.reason { writer.member("reason", word(reason)) }
        if let token = event.token { writer.member("token", token.text) }
        if let error = event.providerError { writer.member("provider_error", error.text) }
        if let detail = event.providerError?.detail { writer.member("provider_error_detail", detail) }
        if let moment = event.diesAt { writer.member("dies_at", moment.seconds) }
        if let store = event.store {
            writer.member("store", store.storeID)
            writer.member("store_sequence", store.sequence)
        }
        if let change = event.change { writer.member("change", Int64(change)) }
    }

    /// The middle of a served record: `"kind":"decision","outcome":"allow","client":"…","uid":…,"gid":…,"pid":…,"socket":"…",
    /// "connection":…,"method":"…","request":`; the number follows.
    static func part(of caller: Caller, _ method: Method) -> [UInt8] {
        let whole = object { writer in
            writer.member("kind", AuditEvent.Kind.decision.rawValue)
            writer.member("outcome", AuditEvent.Outcome.allow.rawValue)
            members(of: caller, to: &writer)
            writer.member("method", method.rawValue)
            writer.name("request")
        }
        return Array(whole[1..<whole.count - 1])
    }

    /// Its end: `,"subject":"…","provider":"…","grant":"vgr_…","generation":…,"scopes":[…],"token":"…"`; a cached token is good
    /// for all that the grant has.
    static func part(of grant: Grant, _ token: TokenMark) -> [UInt8] {
        part { writer in
            writer.member("subject", grant.subject.text)
            writer.member("provider", grant.provider.text)
            writer.member("grant", grant.id.handle)
            writer.member("generation", grant.generation.number)
            writer.member("scopes", grant.scopes.scopes)
            writer.member("token", token.text)
        }
    }

    /// The same of a session: `,"subject":"…","session":"vsi_…"`.
    static func part(of session: Session) -> [UInt8] {
        part { writer in
            writer.member("subject", session.subject.text)
            writer.member("session", session.id.text)
        }
    }

    private static func part(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var part = object(body)
        // Of the object's two braces.
        part[0] = UInt8(ascii: ",")
        part.removeLast()
        return part
    }

    private static func members(of caller: Caller, to writer: inout JSONWriter) {
        if let client = caller.client { writer.member("client", client.text) }
        writer.member("uid", caller.peer.uid)
        writer.member("gid", caller.peer.gid)
        writer.member("pid", caller.peer.pid)
        if let executable = caller.peer.program.executable { writer.member("executable", executable) }
        writer.member("socket", caller.socket.rawValue)
        if let connection = caller.connection { writer.member("connection", connection) }
    }

    private static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        return writer.bytes
    }

    /// Reasons are words of our own. Should anything else ever come to stand in one, it does not get into the log.
    private static func word(_ reason: String) -> String {
        let bytes = reason.utf8
        let isWord =
            !bytes.isEmpty && bytes.count <= 64
            && bytes.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "_")
            }
        return isWord ? reason : "withheld"
    }
}
