import Testing
import VaultCore
import VaultJSON

@testable import VaultWire

struct MethodTableTests {
    @Test(arguments: Method.allCases)
    func `every example is accepted and every example result is as described`(method: Method) throws {
        let entry = MethodTable.entry(method)
        #expect(entry.method == method)
        #expect(try refusal(method, entry.example.params) == nil)
        try Self.expect(
            JSONDocument(parsing: Array(entry.example.result.utf8)).root, matches: entry.result, "\(method) example")
    }

    /// Proves that the decoder knows each parameter of the table: with a value of a wrong kind it must complain about that one.
    @Test(arguments: Method.allCases)
    func `every parameter of the table is checked by the decoder`(method: Method) throws {
        for field in MethodTable.entry(method).params {
            let wrong = field.kind.jsonType == "object" ? "7" : "{}"
            let params = #"{"\#(field.name)":\#(wrong)}"#
            var fields = try Set([refusal(method, params)?.field])
            // Others may be missed first; with those of the example present, this one must be what is left.
            fields.insert(
                try refusal(method, Self.merged(params, into: MethodTable.entry(method).example.params))?.field)
            #expect(fields.contains(field.name), "\(method) \(field.name): \(fields)")
        }
    }

    @Test(arguments: Method.allCases)
    func `every required parameter is missed by the decoder`(method: Method) throws {
        for field in MethodTable.entry(method).params where field.isRequired {
            let params = Self.merged(#"{"\#(field.name)":null}"#, into: MethodTable.entry(method).example.params)
            #expect(try refusal(method, params)?.field == field.name)
        }
    }

    @Test func `every reply has the members that the table promises and no others`() throws {
        let grant = try Sample.grant()
        let probe = ProviderProbe(reachable: true, tokenEndpoint: "t", revocationEndpoint: "r", problems: ["p"])
        let info = SystemInfo(
            version: "1", pid: 1, startedAt: Timestamp(seconds: 1), uptimeSeconds: 2, connections: 3, inFlight: 4,
            providers: 5, isDevelopment: true)
        let backup = BackupReport(
            path: "/b", createdAt: Timestamp(seconds: 1), storeID: "00ff", masterKeys: [MasterKeyVersion(number: 1)],
            grants: 2, pendingRevocations: 3, bytes: 4)
        let sealed = SealStatus(
            problem: SealProblem(.locked, "x"), source: .passphrase, isStoreUnderPassphrase: true,
            retryAfterMilliseconds: 1)
        let served = SealStatus(
            problem: nil, source: nil, isStoreUnderPassphrase: false, retryAfterMilliseconds: nil)
        var dead = grant
        dead.death = GrantDeath(at: Timestamp(seconds: 1), reason: .idleLife)
        let replies: [(Method, Reply)] = [
            (.grantPut, .grantStored(grant, [.issuanceCapExceeded])), (.grantLookup, .grant(grant)),
            (.grantList, .grants(GrantPage(grants: [grant], next: GrantPlace(id: grant.id)))),
            (.grantRevoke, .revoked(grant.id, RevocationReceipt(revokedLocally: true, upstream: .queued))),
            (.grantReap, .reaped(ReapPage(grants: [dead], isDryRun: false, next: try Sample.place()))),
            (.tokenGet, .token(try Sample.token(), now: Timestamp(seconds: 1))),
            (.tokenReject, .token(try Sample.token(), now: Timestamp(seconds: 1))),
            (.delegationCreate, .delegationCreated(Sample.createdDelegation)),
            (.delegationList, .delegations(Sample.delegations)),
            (.delegationRevoke, .delegationRevoked(Sample.createdDelegation.delegation.id)),
            (.sessionCreate, .sessionOpened(Sample.openedSession)),
            (.sessionLookup, .sessionFound(Sample.foundSession)),
            (.sessionRenew, .sessionOpened(Sample.renewedSession)),
            (.sessionRevoke, .sessionEnded(EndedSession(id: Sample.session.id, clearing: "__Host-id=; Max-Age=0"))),
            (.sessionRevokeAll, .sessionsEnded(3)),
            (
                .sessionList,
                .sessions(
                    SessionPage(
                        sessions: [SessionPage.Entry(session: Sample.session, details: Sample.sessionDetails)],
                        next: Sample.session.id))
            ),
            (.keyStatus, .keys(Sample.keyReport)), (.keyPrepare, .key(Sample.keyReport.keys[0])),
            (.keyActivate, .key(Sample.keyReport.keys[0])), (.keyRewrap, .keys(Sample.keyReport)),
            (.keyVerify, .keysVerified(KeyVerification(good: 1, bad: 1, badRecords: [7]))),
            (.keyDestroy, .keyDestroyed(KeyDestruction(version: Sample.keyReport.keys[0].version, isErased: true))),
            (
                .providerList,
                .providers([
                    ListedProvider(
                        try Sample.provider(.rotatesWithGrace(seconds: 1)),
                        .open(.clientFault(ProviderErrorCode("invalid_client")), retryAfterMilliseconds: 5)),
                    ListedProvider(try Sample.provider(.none)),
                ])
            ),
            (.providerTest, .probe(grant.provider, probe)), (.backupCreate, .backup(backup)),
            (.sealStatus, .seal(sealed)), (.sealUnlock, .seal(served)),
            (.sealLock, .seal(sealed)), (.sealChange, .seal(served)),
            (.policyExplain, .explanation(Sample.explanation)), (.systemPing, .pong),
            (.systemHealth, .health(HealthReport(problems: [HealthProblem(.sealed, "x")], pendingRevocations: 1))),
            (.systemInfo, .info(info)), (.rpcDiscover, .discovery), (.clientList, .connected(try Sample.connected())),
            (.subjectShow, .subject(try Sample.subjectFacts())),
            (.subjectRevoke, .subjectEnded(try Sample.subjectReceipt())),
            (.subjectDisable, .subjectEnded(try Sample.subjectReceipt())),
            (.subjectEnable, .subject(try Sample.subjectFacts())),
            (.reportScopes, .scopeReport(try Sample.scopeReport())),
            (.identityResolve, .identity(try Sample.identity())), (.identityForget, .identitiesForgotten(2)),
            (.systemMetrics, .metrics("vaultd_sealed 0\n")),
            (.auditStatus, .auditStanding(Sample.auditStanding)), (.auditVerify, .auditReport(Sample.auditReport)),
            (.auditFind, .auditFound(Sample.auditFinding)),
            (.systemDiagnose, .diagnosis(Sample.diagnosis)),
        ]
        #expect(replies.map(\.0) == Method.allCases)
        for (method, reply) in replies {
            let result = try JSONDocument(parsing: Array(written(reply).utf8)).root["result"]
            try Self.expect(try #require(result), matches: MethodTable.entry(method).result, "\(method)")
        }
    }

    /// Every required member is there, every member is described, and of the described kind.
    private static func expect(_ value: JSONValue, matches fields: [Field], _ place: String) throws {
        let members = try #require(value.members, "\(place) is no object")
        let byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
        for member in members {
            let name = member.name.string ?? ""
            let field = try #require(byName[name], "\(place) has \(name), which the table does not know")
            try expect(member.value, is: field.kind, "\(place).\(name)")
        }
        for field in fields where field.isRequired { #expect(value[field.name] != nil, "\(place) lacks \(field.name)") }
    }

    private static func expect(_ value: JSONValue, is kind: FieldKind, _ place: String) throws {
        switch kind {
        case .text(let most): #expect(value.string.map { $0.utf8.count <= most } == true, "\(place)")
        case .handle: #expect(value.string.flatMap(GrantID.init(handle:)) != nil, "\(place)")
        case .token, .name: #expect(value.string?.isEmpty == false, "\(place)")
        case .word(let words): #expect(words.contains(value.string ?? "-"), "\(place)")
        case .integer(let range): #expect(value.integer.map(range.contains) == true, "\(place)")
        case .time: #expect(value.integer != nil, "\(place)")
        case .bool: #expect(value.bool != nil, "\(place)")
        case .list(let element, _):
            for item in try #require(value.elements, "\(place)") { try expect(item, is: element, "\(place)[]") }
        case .anyObject: #expect(value.kind == .object, "\(place)")
        case .strings: #expect(value.members?.allSatisfy { $0.value.string != nil } == true, "\(place)")
        case .object(let fields): if !fields.isEmpty { try expect(value, matches: fields, place) }
        }
    }

    /// Both objects as one; a member of the first wins.
    private static func merged(_ first: String, into second: String) -> String {
        guard let new = try? JSONDocument(parsing: Array(first.utf8)).root,
            let old = try? JSONDocument(parsing: Array(second.utf8)).root
        else { return first }
        func raw(_ value: JSONValue) -> String {
            value.withRawBytes { bytes in String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self) }
        }
        var parts: [String] = []
        for member in new.members.map(Array.init) ?? [] { parts.append("\(raw(member.name)):\(raw(member.value))") }
        for member in old.members.map(Array.init) ?? [] where new[member.name.string ?? ""] == nil {
            parts.append("\(raw(member.name)):\(raw(member.value))")
        }
        return "{" + parts.joined(separator: ",") + "}"
    }
}

struct OpenRPCTests {
    @Test func `the document is JSON and names every method once with its parameters`() throws {
        let root = try JSONDocument(parsing: OpenRPC.document).root
        #expect(root["openrpc"]?.string == "1.2.6")
        let methods = try #require(root["methods"]?.elements.map(Array.init))
        #expect(methods.map { $0["name"]?.string } == Method.allCases.map(\.rawValue))
        for (method, entry) in zip(methods, MethodTable.entries) {
            #expect(method["paramStructure"]?.string == "by-name")
            #expect(method["params"]?.elements?.map { $0["name"]?.string } == entry.params.map(\.name))
            #expect(method["result"]?["schema"]?["type"]?.string == "object")
            #expect(method["errors"]?.count == MethodEntry.commonErrors.count + entry.errors.count)
            #expect((method["x-socket"] != nil) == entry.method.isAdminOnly)
            #expect(method["x-repeatable"]?.bool == entry.isRepeatable)
            let secrets = method["params"]?.elements?.filter { $0["schema"]?["x-secret"]?.bool == true }
            #expect(secrets?.map { $0["name"]?.string } == entry.params.filter { $0.kind.isToken }.map(\.name))
        }
    }
}
