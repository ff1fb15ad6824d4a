/// One listening descriptor that was passed to this program, by the service manager or by the program before it in the same
/// process, with the name that it was given.
package struct InheritedSocket: Sendable, Equatable {
    /// Tells a socket whose file the program is to remove when it ends from one of the service manager.
    private static let ownMark = "-own"

    package let name: String
    package let descriptor: Int32
    /// The program before this one bound it.
    package let isOwn: Bool

    package init(name: String, descriptor: Int32, isOwn: Bool = false) {
        self.name = name
        self.descriptor = descriptor
        self.isOwn = isOwn
    }

    /// - Parameter label: one of `LISTEN_FDNAMES`.
    init(label: String, descriptor: Int32) {
        let isOwn = label.hasSuffix(Self.ownMark)
        self.init(
            name: isOwn ? String(label.dropLast(Self.ownMark.count)) : label, descriptor: descriptor, isOwn: isOwn)
    }

    var label: String { isOwn ? name + Self.ownMark : name }
}
