import VaultCore

extension VaultError {
    /// What an operator is told when a change of a master key is refused.
    init(_ refusal: KeyChangeRefusal) {
        switch refusal {
        case .unknown: self = .notFound(what: "master key")
        case .alreadyPrepared(let version):
            self = .conflict(
                reason: "master key \(version.number) is prepared already: another rotation has begun; "
                    + "activate that one, or wait for the other rotation")
        case .nonePrepared: self = .conflict(reason: "no master key is prepared; prepare one first")
        case .wrongState(let version, let state, let wanted):
            self = .conflict(
                reason: "master key \(version.number) is \(state.rawValue), not \(wanted.rawValue); "
                    + "look at the states with key.status")
        case .stillNeeded(let version, let records):
            self = .conflict(
                reason: "\(records) records still need master key \(version.number); "
                    + "let key.rewrap come to its end, and look with key.verify if it does not")
        }
    }

    /// The states were read a moment ago and are others now.
    static let keysChanged = VaultError.conflict(
        reason: "the master keys were changed by another request at the same time; look at them and ask again")
}
