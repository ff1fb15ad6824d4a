/// The part of a frame that an error speaks of.
package enum FetchField: Sendable, Equatable {
    case frame, kind, id, method, url, headers, headerName, headerValue, body, deadline, cap
    case outcome, status, contentType, retryAfter, dpopNonce, date, flag, reason, version
}
