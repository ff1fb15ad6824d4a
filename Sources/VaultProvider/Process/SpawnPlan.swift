/// How a child is to be started: its words, its environment, and what its first descriptors are; it gets no others.
struct SpawnPlan: Sendable {
    enum Environment: Sendable {
        case only([String])
        case inherited
    }

    enum Descriptor: Sendable {
        case null
        /// A descriptor of ours; it stays open here.
        case open(Int32)
    }

    var argv: [String]
    var environment: Environment
    /// Becomes 0, 1, 2, … of the child.
    var descriptors: [Descriptor]
}
