/// A head that cannot be understood, and the status that says so.
struct HTTPSyntaxError: Error, Equatable {
    let status: Int
    let reason: String

    static func bad(_ reason: String) -> HTTPSyntaxError { HTTPSyntaxError(status: 400, reason: reason) }
}
