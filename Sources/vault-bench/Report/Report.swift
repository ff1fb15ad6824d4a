/// All that one run of the bench found, and where.
struct Report: Sendable {
    let machine: Machine
    let rounds: Int
    let slack: Bool
    var findings: [Finding] = []

    var allGoalsMet: Bool { findings.allSatisfy { $0.isMet(slack: slack) ?? true } }
}
