import Testing

/// What the provider does to a used refresh token, as the simulator plays it and as the vault is told.
enum CrashRule: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case none
    case rotate
    case grace
    case family

    var testDescription: String { "rotation \(rawValue)" }

    var simulated: String { self == .grace ? "grace:600" : rawValue }

    var configured: (rotation: String, more: String) {
        switch self {
        case .none: ("none", "")
        case .rotate: ("rotates", "")
        case .grace: ("rotates_with_grace", "rotation_grace: \"10m\",")
        case .family: ("revokes_family_on_reuse", "")
        }
    }

    /// The vault must not send the token again.
    var spends: Bool { self == .rotate || self == .family }
}
