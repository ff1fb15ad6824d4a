package import VaultCore

/// What becomes of master keys by themselves, and when: decided from the settings, their states and their ages alone, so that a
/// restart finds the same.
package struct KeySchedule: Sendable {
    package enum Step: Equatable, Sendable {
        case destroy(MasterKeyVersion)
        /// And activate it.
        case prepare
        /// The rotation was begun: by an operator, or before a crash.
        case activate(MasterKeyVersion)
    }

    private static let secondsPerDay: Int64 = 86_400
    private let settings: KeySettings

    package init(_ settings: KeySettings) { self.settings = settings }

    /// When the active key is replaced.
    ///
    /// - Returns: nil for never.
    package func rotation(of keys: [StoredMasterKey]) -> Timestamp? {
        guard let days = settings.rotateAfterDays, let active = keys.first(where: { $0.state == .active }) else {
            return nil
        }
        // The first key was made active; a key from before these times were kept is as old as its making.
        return (active.activatedAt ?? active.createdAt).adding(seconds: days * Self.secondsPerDay)
    }

    /// When this key may be destroyed, once nothing needs it.
    ///
    /// - Returns: nil for never; also where nobody knows since when it is retiring.
    package func destruction(of key: StoredMasterKey) -> Timestamp? {
        guard key.state == .retiring, let days = settings.holdDays else { return nil }
        return key.retiredAt?.adding(seconds: days * Self.secondsPerDay)
    }

    /// What is to be done now. One step that is refused holds none of the others up.
    package func due(_ keys: [StoredMasterKey], at now: Timestamp) -> [Step] {
        var steps = keys.filter { destruction(of: $0).map { $0 <= now } ?? false }.map { Step.destroy($0.version) }
        if let rotation = rotation(of: keys), rotation <= now {
            let prepared = keys.first { $0.state == .prepared }
            steps.append(prepared.map { .activate($0.version) } ?? .prepare)
        }
        return steps
    }
}
