import Foundation
import FoundationNetworking
import VaultFetchWire

/// What is known of one request under way; decides how it ended, and does nothing itself.
struct Transfer {
    let id: UInt64
    let cap: Int
    let hasBody: Bool
    let isSecure: Bool
    /// Body bytes that libcurl has taken; it asks for the first one only when the connection and TLS stand.
    private var bytesTaken: Int64 = 0
    private(set) var ending: Ending?
    private var reply: FetchReply?
    private var body = Data()

    init(_ request: FetchRequest) {
        id = request.id
        cap = Int(request.responseCap)
        hasBody = request.body.count > 0
        isSecure = request.url.hasPrefix("https:")
    }

    mutating func took(_ count: Int64) { bytesTaken += count }

    /// The first reason to end is the one that counts.
    mutating func end(_ reason: Ending) {
        if ending == nil { ending = reason }
    }

    mutating func received(_ response: HTTPURLResponse) {
        reply = FetchReply(response)
        if response.expectedContentLength > Int64(cap) { end(.tooLarge) }
    }

    mutating func received(_ data: Data) {
        guard ending == nil, reply != nil else { return }
        if body.count + data.count > cap { return end(.tooLarge) }
        body.append(data)
    }

    /// What to answer once nothing more will come. A redirect to an address that does not parse ends without
    /// `didReceive response`; then the task's own response, the `late` one, still has the status.
    func outcome(error: (any Error)?, late: URLResponse?) -> FetchOutcome {
        switch ending {
        case .tooLarge?: return .tooLarge(status: reply?.status ?? 200)
        case .deadline?: return isCertainlyNotSent ? .notSent(.deadline) : .unanswered(.deadline)
        case .repeated?: return .unanswered(.connectionLost)
        case nil: break
        }
        if let error { return failure(error as NSError) }
        guard var reply = reply ?? (late as? HTTPURLResponse).flatMap(FetchReply.init) else {
            return .unanswered(.notHTTP)
        }
        reply.body = body.withUnsafeBytes { WipedBytes(copying: $0) }
        return .response(reply)
    }

    /// The body carries what matters; while none of it was taken, the server has seen nothing.
    private var isCertainlyNotSent: Bool { hasBody && bytesTaken == 0 && reply == nil }

    private func failure(_ error: NSError) -> FetchOutcome {
        let cause = ConnectionFault(error, isSecure: isSecure)
        if isCertainlyNotSent { return .notSent(cause.notSent) }
        if hasBody || reply != nil { return .unanswered(.connectionLost) }
        return cause.isBeforeRequest ? .notSent(cause.notSent) : .unanswered(cause.unanswered)
    }
}
