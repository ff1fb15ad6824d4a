/// The kinds of fault as `/sim/faults` spells them; the log's words for them too.
enum FaultKind: String, CaseIterable, Sendable {
    case latency
    case hold
    case drop
    case answer
    case quoteToken = "quote_token"
    case truncated
    case huge
    case drip
    case member
    case duplicate
    case invalidUTF8 = "invalid_utf8"
    case deep
    case form
    case chunked
    case unframed
}
