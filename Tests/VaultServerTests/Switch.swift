import Synchronization

/// A flag that a test turns while others read it.
final class Switch: Sendable {
    private let flag = Atomic(false)

    var isOn: Bool { flag.load(ordering: .relaxed) }
    func turnOn() { flag.store(true, ordering: .relaxed) }
}
