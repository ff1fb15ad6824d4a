/// One generated line that is wrong, and what the protocol says must come of it.
struct MalformedFrame {
    enum Outcome: Equatable {
        /// One error with one of these codes; the connection goes on.
        case error([Int64])
        /// One error, and then the end of the connection.
        case errorAndEnd(Int64)
        /// A notification or nothing to answer: no reply at all.
        case silence
    }

    let kind: String
    let bytes: [UInt8]
    let outcome: Outcome

    static let parseError: Int64 = -32700
    static let invalidRequest: Int64 = -32600
    static let methodNotFound: Int64 = -32601
    static let invalidParams: Int64 = -32602
}
