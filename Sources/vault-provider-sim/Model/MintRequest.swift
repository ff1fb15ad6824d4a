/// What `/sim/mint` asks for: the lineage that a user's consent would have made.
struct MintRequest: Equatable, Sendable {
    var subject: String
    var scopes: [String]
    var account: String?
    var identity: Identity
    var rules: LineageRules
    /// Of the key that the sign-in was proved with.
    var binding = KeyBinding.none
}
