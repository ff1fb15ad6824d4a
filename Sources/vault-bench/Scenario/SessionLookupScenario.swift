import VaultCore
import VaultCrypto

/// `session.lookup` of the sessions that are in use, among many that are not, policy and audit on, against the bare echo server.
enum SessionLookupScenario {
    /// Of these, handles are known and asked for.
    private static let hot = 10_000

    static func run(_ context: BenchContext) throws -> [Finding] {
        let sessions = context.sessions
        let hot = min(hot, sessions)
        context.progress("session-lookup: storing \(sessions) sessions")
        let daemon = try VaultDaemon(context)
        try fill(daemon, hot..<sessions)
        try daemon.start()
        let handles = try open(daemon, hot)
        let lines = handles.map(BenchLines.sessionLookup)
        // The first look-up of each reads the store.
        let caller = try LineCaller(daemon.socket)
        try caller.callAll(lines) { ByteSearch.contains($0, Array("\"renewal_due\":false".utf8)) }
        let comparison = try EchoComparison(context, daemon, lines: lines) { number, reply in
            ByteSearch.contains(reply, Array("\"\(BenchLines.subject(number))\"".utf8))
                ? nil : "session \(number) got another reply: \(WrongReply(reply))"
        }
        var findings = try LoadShape.all.compactMap { shape in
            context.progress("session-lookup \(shape.name)")
            return Finding("session-lookup \(shape.name)", of: "echo", try comparison.measure(shape))
        }
        let megabytes = Double(ProcessFolder(daemon.id).residentBytes) / 1e6
        if let memory = Spread([megabytes]) {
            findings.append(Finding("memory with \(sessions) sessions, \(hot) of them hot", .megabytes, memory))
        }
        return findings
    }

    private static func fill(_ daemon: VaultDaemon, _ cold: Range<Int>) throws {
        let database = try SQLiteDatabase(daemon.store)
        let sealer = try BenchKeys.sealer(of: database, sealKeyFile: daemon.folder.file("seal.key"))
        try BulkSessions.fill(database, cold) { id, body in
            try sealer.makeRecordKey(record: id).bytes.withUnsafeBytes(body)
        }
    }

    /// - Returns: the handles.
    private static func open(_ daemon: VaultDaemon, _ count: Int) throws -> [String] {
        var handles: [String] = []
        let start = Array("\"session\":\"".utf8)
        try LineCaller(daemon.socket).callAll((0..<count).map(BenchLines.sessionCreate)) { reply in
            guard let place = reply.firstRange(of: start) else { return false }
            let text = reply[place.upperBound...].prefix(SessionHandle.length)
            handles.append(String(decoding: text, as: UTF8.self))
            return text.count == SessionHandle.length
        }
        return handles
    }
}
