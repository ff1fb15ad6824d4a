/// Which refresh tokens are good after a refresh.
enum RotationRule: Equatable, Sendable {
    /// The same token stays good.
    case none
    /// A new token, and the old one is dead at once.
    case rotate
    /// A new token; the old one gives that same answer again for some seconds (a lost answer can be fetched again).
    case grace(seconds: Int)
    /// A new token, and all old ones stay good too.
    case overlap
    /// A new token; old ones give another good pair until an access token newer than theirs is used.
    case untilUsed
    /// A new token; the old one presented again kills the whole lineage (RFC 9700 §4.14).
    case family

    /// The form used by flags and by `/sim/mint`: `none`, `rotate`, `grace:SECONDS`, `overlap`, `until_used` or `family`.
    init?(_ text: String) {
        switch text {
        case "none": self = .none
        case "rotate": self = .rotate
        case "overlap": self = .overlap
        case "until_used": self = .untilUsed
        case "family": self = .family
        default:
            guard text.hasPrefix("grace:"), let seconds = Int(text.dropFirst(6)), seconds >= 0 else { return nil }
            self = .grace(seconds: seconds)
        }
    }

    var text: String {
        switch self {
        case .none: "none"
        case .rotate: "rotate"
        case .grace(let seconds): "grace:\(seconds)"
        case .overlap: "overlap"
        case .untilUsed: "until_used"
        case .family: "family"
        }
    }
}
