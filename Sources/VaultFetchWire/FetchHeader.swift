/// One request header; it can carry no byte that would end the header line.
package struct FetchHeader: Sendable, Equatable {
    package var name: String
    /// May hold a client secret.
    package var value: WipedBytes

    package init(_ name: String, _ value: WipedBytes) {
        self.name = name
        self.value = value
    }

    /// For a value that is no secret.
    package init(_ name: String, _ value: String) {
        self.init(name, WipedBytes(copying: Array(value.utf8)))
    }
}
