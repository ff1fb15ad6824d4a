/// Where which secret was found.
struct CanaryFinding: Hashable, Sendable {
    let secret: String
    let form: CanaryForm
    let exhibit: String
}
