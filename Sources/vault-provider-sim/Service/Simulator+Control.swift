import VaultJSON

/// The control surface under `/sim/`, for tests and for people; never met by faults.
extension Simulator {
    mutating func control(_ request: HTTPRequest, at now: Int64) -> HTTPResponse {
        do throws(ControlError) {
            return try route(request, at: now)
        } catch {
            return .failure(error.status, "invalid_request", error.sentence)
        }
    }

    private mutating func route(_ request: HTTPRequest, at now: Int64) throws(ControlError) -> HTTPResponse {
        switch (request.method, request.path) {
        case ("GET", "/sim/log"): return logAnswer(try LogQuery(request))
        case ("GET", "/sim/lineages"): return lineagesAnswer(request.parameter("subject"), at: now)
        case ("GET", "/sim/faults"): return faultsAnswer()
        case ("POST", "/sim/faults"): return try setFaults(request.body)
        case ("POST", "/sim/mint"): return try mint(request.body, at: now)
        case ("POST", "/sim/kill"): return try kill(request.body)
        case ("POST", "/sim/identity"): return try changeIdentity(request.body)
        case ("POST", "/sim/client"): return try changeClient(request.body)
        case ("POST", "/sim/dpop"): return try changeProofs(request.body)
        case ("POST", "/sim/clock"): return try advanceClock(request.body)
        case ("POST", "/sim/release"):
            releases += 1
            return .json { $0.member("releases", releases) }
        case ("POST", "/sim/reset"):
            let releases = releases + 1
            self = Simulator(setup)
            self.releases = releases
            return .json { $0.member("reset", true) }
        default:
            throw ControlError("\(request.method) \(request.path) is not known, see Docs/simulator.md", status: 404)
        }
    }

    private mutating func setFaults(_ body: [UInt8]) throws(ControlError) -> HTTPResponse {
        var object = try ControlObject(body, name: "/sim/faults")
        guard let objects = try object.objects("faults") else { throw ControlError("/sim/faults needs 'faults'") }
        let keepsOthers = try object.bool("add") ?? false
        try object.refuseUnread()
        var rules: [FaultRule] = []
        for var object in objects { rules.append(try FaultRule(&object)) }
        if keepsOthers { faults.add(rules) } else { faults.set(rules) }
        return faultsAnswer()
    }

    private mutating func mint(_ body: [UInt8], at now: Int64) throws(ControlError) -> HTTPResponse {
        var object = try ControlObject(body, name: "/sim/mint")
        let wanted = try MintRequest(
            &object, defaults: setup.defaults, isPublicClient: client.method == .none)
        let tokens = model.mint(wanted, at: modelTime(now))
        return .json {
            $0.member("lineage", tokens.lineage)
            $0.member("subject", wanted.subject)
            if let account = wanted.account { $0.member("account", account) }
            $0.member("sub", wanted.identity.sub)
            if let tid = wanted.identity.tid { $0.member("tid", tid) }
            $0.member("generation", tokens.generation)
            $0.member("scopes", wanted.scopes)
            writeTokens(tokens, showsRefreshToken: true, at: now, to: &$0)
        }
    }

    private mutating func kill(_ body: [UInt8]) throws(ControlError) -> HTTPResponse {
        var object = try ControlObject(body, name: "/sim/kill")
        let ids = try lineages(&object)
        let accessTokensOnly = try object.bool("access_tokens_only") ?? false
        try object.refuseUnread()
        if accessTokensOnly {
            for id in ids { model.forgetAccessTokens(of: id) }
            return .json { $0.member("lineages", ids.count) }
        }
        var killed = 0
        for id in ids where model.kill(id) { killed += 1 }
        return .json { $0.member("lineages", killed) }
    }

    private mutating func changeIdentity(_ body: [UInt8]) throws(ControlError) -> HTTPResponse {
        var object = try ControlObject(body, name: "/sim/identity")
        let ids = try lineages(&object)
        guard let sub = try object.string("sub") else { throw ControlError("/sim/identity needs 'sub'") }
        let identity = Identity(sub: sub, tid: try object.string("tid"))
        try object.refuseUnread()
        for id in ids { model.update(id) { $0.identity = identity } }
        return .json { $0.member("lineages", ids.count) }
    }

    private mutating func changeClient(_ body: [UInt8]) throws(ControlError) -> HTTPResponse {
        var object = try ControlObject(body, name: "/sim/client")
        guard let secret = try object.string("secret") else { throw ControlError("/sim/client needs 'secret'") }
        try object.refuseUnread()
        client.secret = Array(secret.utf8)
        return .json { $0.member("client_id", client.id) }
    }

    private mutating func advanceClock(_ body: [UInt8]) throws(ControlError) -> HTTPResponse {
        var object = try ControlObject(body, name: "/sim/clock")
        guard let seconds = try object.integer("advance_seconds", in: 0...(1 << 31)) else {
            throw ControlError("/sim/clock needs 'advance_seconds'")
        }
        try object.refuseUnread()
        clockAdvanceSeconds += Int64(seconds)
        return .json { $0.member("advanced_seconds", clockAdvanceSeconds) }
    }

    /// The lineages that a request names by `lineage` or by `subject`.
    private func lineages(_ object: inout ControlObject) throws(ControlError) -> [Int] {
        if let id = try object.integer("lineage", in: 1...Int.max) {
            guard model.lineages[id] != nil else { throw ControlError("lineage \(id) is not known", status: 404) }
            return [id]
        }
        guard let subject = try object.string("subject") else { throw ControlError("name a 'lineage' or a 'subject'") }
        let ids = model.lineageIDs(ofSubject: subject)
        guard !ids.isEmpty else { throw ControlError("no lineage of this subject is known", status: 404) }
        return ids
    }
}
