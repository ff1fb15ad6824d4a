/// A program that is measured against, but not installed.
struct MissingPeer: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
