/// Ends a lane's process before it was one.
struct FetchStartError: Error {
    let end: FetchEnd

    init(_ end: FetchEnd) { self.end = end }
}
