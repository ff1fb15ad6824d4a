import Foundation
import FoundationNetworking
import VaultFetchWire

extension FetchReply {
    init?(_ response: HTTPURLResponse) {
        guard let status = UInt16(exactly: response.statusCode), 100...999 ~= status else { return nil }
        self.init(
            status: status,
            contentType: FetchReply.passable(response.value(forHTTPHeaderField: "Content-Type")),
            retryAfter: FetchReply.passable(response.value(forHTTPHeaderField: "Retry-After")),
            dpopNonce: FetchReply.passable(response.value(forHTTPHeaderField: "DPoP-Nonce")),
            date: FetchReply.passable(response.value(forHTTPHeaderField: "Date")),
            hasChallenge: response.value(forHTTPHeaderField: "WWW-Authenticate") != nil)
    }
}
