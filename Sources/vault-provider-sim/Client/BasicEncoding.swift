/// What is done with id and secret before they are joined by a colon.
enum BasicEncoding: String, CaseIterable, Sendable {
    /// Form-encoding, as RFC 6749 §2.3.1 says.
    case form
    /// Nothing, as a number of real servers want it.
    case raw
}
