package import VaultCore

/// What opening every sealed value of a store showed.
package struct RecordCheckReport: Equatable, Sendable {
    package internal(set) var opened = 0
    package internal(set) var faulty = 0
    /// The first of the faulty ones.
    package internal(set) var faults: [RecordFault] = []

    package init() {}
}

/// One sealed value that cannot be used, by its place.
package struct RecordFault: Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        /// Damaged, moved, swapped, older, or not ours.
        case doesNotOpen
        case unknownMasterKey(MasterKeyVersion)
        case unreadable(String)
        case ownerless
    }

    package let table: String
    package let id: Int64
    package let problem: Problem

    /// For programs.
    package var word: String {
        switch problem {
        case .doesNotOpen: "does_not_open"
        case .unknownMasterKey: "unknown_master_key"
        case .unreadable: "unreadable"
        case .ownerless: "ownerless"
        }
    }

    /// For people; lower case, without the place.
    package var sentence: String {
        switch problem {
        case .doesNotOpen: "does not open: it was damaged, moved or replaced"
        case .unknownMasterKey(let version): "needs master key \(version.number), which the store does not hold"
        case .unreadable(let what): "does not read back: \(what)"
        case .ownerless: "belongs to no grant and no revocation"
        }
    }
}
