import Foundation
import VaultFetchWire

/// The cause that FoundationNetworking names for a failed connection; only a label, never a proof of what was sent.
struct ConnectionFault {
    let notSent: FetchNotSent
    /// Whether this error can only come up before a request is written.
    let isBeforeRequest: Bool

    /// For a request without a body, where nothing shows how far it came.
    var unanswered: FetchUnanswered {
        switch notSent {
        case .connectionFailed: .connectionLost
        case .tlsFailed: .tlsFailed
        default: .unreachable
        }
    }

    init(_ error: NSError, isSecure: Bool) {
        switch error.code {
        case NSURLErrorCannotFindHost: (notSent, isBeforeRequest) = (.nameNotResolved, true)
        case NSURLErrorBadURL, NSURLErrorUnsupportedURL: (notSent, isBeforeRequest) = (.badRequest, true)
        // This errno can be that of another address of the same host, tried before the one that took the request.
        case NSURLErrorCannotConnectToHost: (notSent, isBeforeRequest) = (.connectionRefused, false)
        default:
            // libcurl's own words begin with it, those that it takes over from OpenSSL have it in them: "… SSL routines::…".
            let isTLS = isSecure && error.localizedDescription.contains("SSL")
            (notSent, isBeforeRequest) = (isTLS ? .tlsFailed : .connectionFailed, false)
        }
    }
}
