/// An answer that ends a request early, and its word in the log.
struct Refused: Error {
    let response: HTTPResponse
    let verdict: Verdict
}
