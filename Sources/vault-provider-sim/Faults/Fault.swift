/// One way in which a provider, or the road to it, goes wrong.
enum Fault: Equatable, Sendable {
    case latency
    /// Waits for `/sim/release`.
    case hold(Stage)
    /// The connection is closed without an answer.
    case drop(Stage)
    /// An answer of the test's own making.
    case answer(HTTPResponse, Stage)
    /// An error whose description quotes the presented token, as real servers were seen to do.
    case quoteToken(status: Int)
    /// The head promises the whole body, the connection ends after `keep` bytes of it.
    case truncated(keep: Int)
    /// White space inside the body: so many bytes, or without end.
    case huge(bytes: Int?)
    /// One byte of the body (or of the whole answer) every so many milliseconds.
    case drip(everyMilliseconds: Int, head: Bool)
    /// The real answer with its body spoilt.
    case bent(BodyBend)
    /// The real answer in chunks of so many bytes (RFC 9112 §7.1): nothing is wrong with that.
    case chunked(bytes: Int)
    /// The real answer without a length: its end is the end of the connection (RFC 9112 §6.3). Nothing is wrong with that either.
    case unframed

    /// Whether the token model sees the request.
    var processes: Bool {
        switch self {
        case .latency, .hold, .truncated, .huge, .drip, .bent, .chunked, .unframed: true
        case .drop(let stage), .answer(_, let stage): stage == .after
        case .quoteToken: false
        }
    }
}
