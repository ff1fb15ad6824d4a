import Synchronization

/// Whether the vault hands anything out. One word that every line asks, from any thread; whoever opens it has the keys in
/// place before.
package final class SealGate: Sendable {
    private let isShut: Atomic<Bool>

    package init(isOpen: Bool) { isShut = Atomic(!isOpen) }

    @inline(__always)
    package var isClosed: Bool { isShut.load(ordering: .acquiring) }

    func open() { isShut.store(false, ordering: .releasing) }
    func close() { isShut.store(true, ordering: .releasing) }
}
