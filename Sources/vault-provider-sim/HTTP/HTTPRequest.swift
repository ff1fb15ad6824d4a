/// One request as it was read, body complete.
struct HTTPRequest: Equatable, Sendable {
    struct Header: Equatable, Sendable {
        /// In lower case.
        let name: String
        let value: String
    }

    let method: String
    /// The part of the target before `?`.
    let path: String
    /// The part after `?`, still encoded.
    let query: String
    let headers: [Header]
    let keepsAlive: Bool
    var body: [UInt8] = []

    func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    /// The first value of a query parameter, decoded.
    func parameter(_ name: String) -> String? {
        FormFields(Array(query.utf8))?.first(name)
    }
}
