/// How many connections, how deep, and whether client and server share a processor.
struct LoadShape: Equatable, Sendable {
    let connections: Int
    let depth: Int
    /// One connection across two processors only measures the wake-up of an idle one.
    var sharesProcessor: Bool { connections == 1 && depth == 1 }

    var name: String { "\(connections)x\(depth)" }

    static let all = [
        LoadShape(connections: 1, depth: 1), LoadShape(connections: 64, depth: 1),
        LoadShape(connections: 64, depth: 16),
    ]
}
