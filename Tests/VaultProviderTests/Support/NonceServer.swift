import Synchronization
import VaultCore
import VaultFetchWire
import VaultJSON

@testable import VaultProvider

/// A token endpoint that wants proofs with a nonce of its choice, and keeps what it was sent.
final class NonceServer: Fetching {
    struct Sent {
        let header: JSONValue
        let claims: JSONValue
        let body: String
        let text: String
    }

    private struct State {
        var wanted: [String]
        var tells = true
        var sent: [Sent] = []
        var withoutProof = 0
    }

    private let state: Mutex<State>
    private let success: WipedBytes

    /// - Parameter wanted: the nonce that each request must carry in turn; of the last one there are as many as come. Empty: any.
    init(_ wanted: String..., tells: Bool = true, success: String = #"{"access_token":"at","token_type":"DPoP"}"#) {
        state = Mutex(State(wanted: wanted, tells: tells))
        self.success = Samples.body(success)
    }

    var sent: [Sent] { state.withLock { $0.sent } }
    var withoutProof: Int { state.withLock { $0.withoutProof } }

    func want(_ nonces: String...) { state.withLock { $0.wanted = nonces } }

    func fetch(_ request: OutgoingRequest, in lane: FetchLaneKey) async -> FetchOutcome {
        let proofs = request.headers.filter { $0.name == "DPoP" }
        guard proofs.count == 1, let sent = Self.sent(Samples.text(proofs[0].value), Samples.text(request.body)) else {
            state.withLock { $0.withoutProof += 1 }
            return Samples.reply(400, #"{"error":"invalid_dpop_proof"}"#)
        }
        return state.withLock { state in
            state.sent.append(sent)
            let wanted = state.wanted.first
            if state.wanted.count > 1 { state.wanted.removeFirst() }
            let told = state.tells ? state.wanted.first : nil
            guard let wanted, sent.claims["nonce"]?.string != wanted else {
                return .response(
                    FetchReply(status: 200, contentType: "application/json", dpopNonce: told, body: success))
            }
            let refusal = Samples.body(#"{"error":"use_dpop_nonce"}"#)
            return .response(
                FetchReply(
                    status: 400, contentType: "application/json", dpopNonce: state.tells ? wanted : nil, body: refusal))
        }
    }

    func startFailure(in lane: FetchLaneKey) -> FetchStartFailure? { nil }

    private static func sent(_ text: String, _ body: String) -> Sent? {
        let parts = text.split(separator: ".")
        guard parts.count == 3, let header = object(parts[0]), let claims = object(parts[1]) else { return nil }
        return Sent(header: header, claims: claims, body: body, text: text)
    }

    private static func object(_ part: Substring) -> JSONValue? {
        Base64.decodeURL(Array(part.utf8)[...]).flatMap { (try? JSONDocument(parsing: $0))?.root }
    }
}
