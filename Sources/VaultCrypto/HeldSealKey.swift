/// A seal key that several keyrings share, one after the other; wiped when the last of them goes.
final class HeldSealKey: Sendable {
    let key: SealKey

    init(_ key: consuming SealKey) { self.key = key }
}

extension HeldSealKey: CustomReflectable {
    var customMirror: Mirror { Mirror(self, children: []) }
}
