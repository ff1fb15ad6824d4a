package import VaultCore

/// One line read the slow, complete way: everything that the fast path does not answer.
package enum IncomingLine: Sendable {
    case call(IncomingCall)
    /// Never empty; the replies of those that expect one form one array, in any order (JSON-RPC 2.0 §6).
    case batch([IncomingCall])
    /// The line is no call at all; answer with id `null`.
    case failed(WireError)

    /// Copies the line, wipes the copy; what becomes a `Secret` is in no String on the way.
    package init(decoding line: UnsafeRawBufferPointer, limits: WireLimits) { self = .failed(.parseError("to come")) }
}

/// One call, as far as it could be understood.
package struct IncomingCall: Sendable {
    package let id: CallID
    /// nil when the call names no method of ours. Ask the policy with this before telling what was wrong with the
    /// parameters.
    package let method: Method?
    package let request: Result<Request, WireError>
}
