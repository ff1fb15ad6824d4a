package import VaultCore
package import VaultJSON

/// The result of one call, ready to be written. Indirect, so that handing it on copies one pointer.
package indirect enum Reply: Sendable {
    case grantStored(Grant, [GrantWarning])
    /// Not stored, as only an absent one was to be: this one stands.
    case grantPresent(Grant)
    case grant(Grant)
    case grants(GrantPage)
    case revoked(GrantID, RevocationReceipt)
    case reaped(ReapPage)
    /// `token.get` and `token.reject`; `now` gives `expires_in`.
    case token(IssuedToken, now: Timestamp)
    case delegationCreated(CreatedDelegation)
    case delegations(DelegationPage)
    case delegationRevoked(DelegationID)
    /// `session.create` and `session.renew`.
    case sessionOpened(OpenedSession)
    case sessionFound(FoundSession)
    case sessionEnded(EndedSession)
    case sessionsEnded(Int)
    case sessions(SessionPage)
    /// `key.prepare` and `key.activate`.
    case key(MasterKeyStatus)
    /// `key.status` and `key.rewrap`.
    case keys(KeyReport)
    case keysVerified(KeyVerification)
    case keyDestroyed(KeyDestruction)
    case providers([ListedProvider])
    case probe(ProviderName, ProviderProbe)
    case backup(BackupReport)
    /// All of `seal.*`.
    case seal(SealStatus)
    case explanation(PolicyExplanation)
    case pong
    case health(HealthReport)
    case info(SystemInfo)
    case discovery
    /// In Prometheus' text format.
    case metrics(String)
    case diagnosis(Diagnosis)
    case connected(ConnectedClients)
    /// `subject.show` and `subject.enable`.
    case subject(SubjectFacts)
    /// `subject.revoke` and `subject.disable`.
    case subjectEnded(SubjectReceipt)
    case scopeReport(ScopeReport)
    case identity(ResolvedIdentity)
    /// How many accounts.
    case identitiesForgotten(Int)
    case auditStanding(AuditStanding)
    case auditReport(AuditReport)
    case auditFound(AuditFinding)

    /// Writes one JSON-RPC response object; the newline, or the brackets of a batch, are the caller's. A token goes
    /// straight from its `Secret` into the writer, which the caller wipes.
    package func write(id: CallID, to writer: inout JSONWriter) {
        writer.response(to: id) { writer in
            writer.name("result")
            writeResult(to: &writer)
        }
    }

    func writeResult(to writer: inout JSONWriter) {
        switch self {
        case .grant(let grant): writer.object { grant.write(to: &$0) }
        case .grantStored(let grant, let warnings):
            writer.object { writer in
                grant.write(to: &writer)
                if !warnings.isEmpty { writer.member("warnings", warnings.map(\.rawValue)) }
            }
        case .grantPresent(let grant):
            writer.object { writer in
                grant.write(to: &writer)
                writer.member("present", true)
            }
        case .grants(let page): writer.object { page.write(to: &$0) }
        case .revoked(let id, let receipt): writer.object { receipt.write(of: id, to: &$0) }
        case .reaped(let page): writer.object { page.write(to: &$0) }
        case .token(let token, let now): writer.object { token.write(now: now, to: &$0) }
        case .delegationCreated(let created): writer.object { created.write(to: &$0) }
        case .delegations(let page): writer.object { page.write(to: &$0) }
        case .delegationRevoked(let id):
            writer.object { writer in
                writer.member("id", id.text)
                writer.member("revoked", true)
            }
        case .sessionOpened(let opened): writer.object { opened.write(to: &$0) }
        case .sessionFound(let found): writer.object { found.write(to: &$0) }
        case .sessionEnded(let ended): writer.object { ended.write(to: &$0) }
        case .sessionsEnded(let count): writer.object { $0.member("ended", count) }
        case .sessions(let page): writer.object { page.write(to: &$0) }
        case .key(let key): writer.object { key.write(to: &$0) }
        case .keys(let report): writer.object { report.write(to: &$0) }
        case .keysVerified(let found): writer.object { found.write(to: &$0) }
        case .keyDestroyed(let destruction): writer.object { destruction.write(to: &$0) }
        case .providers(let providers):
            writer.object { writer in
                writer.member(
                    "providers",
                    array: { writer in
                        for provider in providers { writer.object { provider.write(to: &$0) } }
                    })
            }
        case .probe(let provider, let probe): writer.object { probe.write(of: provider, to: &$0) }
        case .backup(let report): writer.object { report.write(to: &$0) }
        case .seal(let status): writer.object { status.write(to: &$0) }
        case .explanation(let explanation): writer.object { explanation.write(to: &$0) }
        case .pong: writer.object { $0.member("pong", true) }
        case .health(let report): writer.object { report.write(to: &$0) }
        case .info(let info): writer.object { info.write(to: &$0) }
        case .connected(let list): writer.object { list.write(to: &$0) }
        case .subject(let facts): writer.object { facts.write(to: &$0) }
        case .subjectEnded(let receipt): writer.object { receipt.write(to: &$0) }
        case .scopeReport(let report): writer.object { report.write(to: &$0) }
        case .identity(let identity): writer.object { identity.write(to: &$0) }
        case .identitiesForgotten(let count): writer.object { $0.member("forgotten", count) }
        case .metrics(let text):
            writer.object { writer in
                writer.member("content_type", Exposition.contentType)
                writer.member("text", text)
            }
        case .diagnosis(let diagnosis): writer.object { diagnosis.write(to: &$0) }
        case .auditStanding(let standing): writer.object { standing.write(to: &$0) }
        case .auditReport(let report): writer.object { report.write(to: &$0) }
        case .auditFound(let finding): writer.object { finding.write(to: &$0) }
        case .discovery:
            let document = OpenRPC.document
            writer.raw(bytes: document.span)
        }
    }
}
