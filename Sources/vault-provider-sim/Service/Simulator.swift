/// The whole provider as a value: what it knows, and its answer to each request. Sockets and waiting are outside.
struct Simulator: Sendable {
    /// What does not change while it runs.
    struct Setup: Sendable {
        /// The issuer, without a slash at its end.
        var baseURL: String
        var client = ClientRegistration()
        var defaults = LineageRules()
        var profile = Profile.standard
        /// Whether a refresh token that comes with wrong credentials ends its lineage.
        var burnsOnWrongClient = false
        /// Whether a refresh token that is not good is told before the client is looked at.
        var looksAtTokenFirst = false
        /// Whether token requests must prove that the client has a key, to which tokens are then bound.
        var wantsProofs = false
    }

    let setup: Setup
    /// As registered now; `/sim/client` gives it another secret.
    var client: ClientRegistration
    /// Identifiers of all assertions that were taken.
    var usedAssertions: Set<String> = []
    /// Identifiers of all proofs that were taken.
    var usedProofs: Set<String> = []
    var proofs = ProofRules()
    var model = TokenModel()
    var faults = FaultPlan()
    var log = RequestLog()
    /// How often `/sim/release` was called.
    var releases = 0
    /// How far `/sim/clock` has put the tokens' clock ahead.
    var clockAdvanceSeconds: Int64 = 0

    init(_ setup: Setup) {
        self.setup = setup
        client = setup.client
    }

    /// The tokens' clock in milliseconds, for the wall clock's microseconds.
    func modelTime(_ now: Int64) -> Int64 { now / 1000 + clockAdvanceSeconds * 1000 }

    /// Logs a request and finds the fault that meets it.
    mutating func admit(_ call: Call, at now: Int64) -> Admission {
        let place = call.presentedToken.flatMap(model.place)
        let subject = place.flatMap { model.lineages[$0.lineage]?.subject }
        let rule = faults.take(for: call.endpoint, subject: subject)
        let sequence = log.open(call, place: place, subject: subject, fault: rule?.kind, at: now)
        return Admission(sequence: sequence, rule: rule, releasesSeen: releases)
    }

    /// Makes the answer, by the model or by the fault instead of it.
    mutating func process(_ call: Call, _ admission: Admission, at now: Int64) -> HTTPResponse {
        guard let fault = admission.rule?.fault else { return decide(call, admission.sequence, at: now) }
        let real = fault.processes ? decide(call, admission.sequence, at: now) : nil
        switch fault {
        case .answer(let canned, _): return canned
        case .quoteToken(let status):
            let code = status < 500 ? "invalid_grant" : "server_error"
            return .failure(status, code, "the refresh token \(call.presentedToken ?? "") is not known")
        case .drop, .latency, .hold, .truncated, .huge, .drip, .bent, .chunked, .unframed:
            // Without a real answer the connection is dropped, and this one is never sent.
            return real ?? .failure(500, "server_error", "the request was dropped")
        }
    }

    mutating func answered(_ admission: Admission, status: Int?, at now: Int64) {
        log.update(admission.sequence) {
            $0.answeredAt = now
            $0.status = status
        }
    }

    private mutating func decide(_ call: Call, _ sequence: Int, at now: Int64) -> HTTPResponse {
        let (answer, verdict) = respond(to: call, at: now)
        let response = call.endpoint == .token ? tellingNonce(answer) : answer
        log.update(sequence) {
            $0.processedAt = now
            $0.verdict = verdict
        }
        return response
    }
}
