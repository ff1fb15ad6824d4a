import VaultCore

/// The words for `RotationRule`, whose grace is a member of its own.
enum RotationWord: String, CaseIterable {
    case none
    case rotates
    case rotatesWithGrace = "rotates_with_grace"
    case oldStaysValid = "old_stays_valid"
    case revokesFamilyOnReuse = "revokes_family_on_reuse"
}
