import Synchronization
import VaultFetchWire

@testable import VaultProvider

/// A provider that knows some client secrets and one live refresh token, `rt`, and remembers with which secret each token came.
final class SecretServer: Fetching {
    struct Asked: Equatable {
        let secret: String
        let isLive: Bool
    }

    private struct State {
        var secrets: Set<String>
        var asked: [Asked] = []
        /// Instead of any answer to a token that is not live.
        var trouble: FetchOutcome?
    }

    private let state: Mutex<State>
    private let looksAtTokenFirst: Bool
    private let gate: (@Sendable () async -> Void)?

    init(_ secrets: Set<String>, looksAtTokenFirst: Bool = false, gate: (@Sendable () async -> Void)? = nil) {
        state = Mutex(State(secrets: secrets))
        self.looksAtTokenFirst = looksAtTokenFirst
        self.gate = gate
    }

    func accept(_ secrets: Set<String>) { state.withLock { $0.secrets = secrets } }
    func answerProbes(with trouble: FetchOutcome?) { state.withLock { $0.trouble = trouble } }
    var asked: [Asked] { state.withLock { $0.asked } }
    /// Secrets that came with the live token.
    var live: [String] { asked.filter(\.isLive).map(\.secret) }
    var probes: [String] { asked.filter { !$0.isLive }.map(\.secret) }

    func fetch(_ request: OutgoingRequest, in lane: FetchLaneKey) async -> FetchOutcome {
        let body = Samples.text(request.body)
        func field(_ name: String) -> String {
            body.split(separator: "&").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
                ?? ""
        }
        let asked = Asked(
            secret: field("client_secret"), isLive: field("refresh_token") == "rt" || field("token") == "rt")
        state.withLock { $0.asked.append(asked) }
        await gate?()
        let (isRight, trouble) = state.withLock { ($0.secrets.contains(asked.secret), $0.trouble) }
        if !asked.isLive, let trouble { return trouble }
        if !asked.isLive, looksAtTokenFirst { return Samples.reply(400, type: nil) }
        guard isRight else { return Samples.reply(401, #"{"error":"invalid_client"}"#) }
        guard asked.isLive else { return Samples.reply(400, #"{"error":"invalid_grant"}"#) }
        return request.url.hasSuffix("/r") ? Samples.reply(200) : Samples.reply(200, #"{"access_token":"at"}"#)
    }

    func startFailure(in lane: FetchLaneKey) -> FetchStartFailure? { nil }
}
