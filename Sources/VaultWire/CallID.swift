/// The id that a reply must carry, as the bytes of the call; a notification has none and gets no reply.
package enum CallID: Hashable, Sendable {
    case notification
    /// The id's JSON text, a string, a number or `null`, copied from the call to the reply as it is.
    case json([UInt8])

    /// For an answer to what could not be read far enough to find an id (JSON-RPC 2.0 §5).
    package static let null = CallID.json(Array("null".utf8))

    package var expectsReply: Bool {
        switch self {
        case .notification: false
        case .json: true
        }
    }
}
