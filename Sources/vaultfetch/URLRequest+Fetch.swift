import Foundation
import FoundationNetworking
import VaultFetchWire

extension URLRequest {
    /// Nil for an address that is not plain http or https with a host, or that carries a user name.
    init?(_ request: FetchRequest) {
        guard let url = URL(string: request.url), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, url.user == nil, url.password == nil
        else { return nil }
        self.init(url: url)
        httpMethod = request.method.word
        if request.method != .get { httpBody = request.body.withBytes { Data($0) } }
        httpShouldHandleCookies = false
        for header in request.headers {
            setValue(header.value.withBytes { String(decoding: $0, as: UTF8.self) }, forHTTPHeaderField: header.name)
        }
        // A connection that was kept open can die just as it is used again, and then nobody knows whether the server
        // has seen the request; a fresh one costs a handshake and leaves no such doubt.
        setValue("close", forHTTPHeaderField: "Connection")
        setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    }
}

extension FetchMethod {
    /// RFC 9110 §9.
    fileprivate var word: String {
        switch self {
        case .get: "GET"
        case .post: "POST"
        case .delete: "DELETE"
        }
    }
}
