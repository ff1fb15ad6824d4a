/// What every scenario gets.
struct BenchContext: Sendable {
    let rounds: Int
    let isQuick: Bool
    let folder: String
    let processors: Processors
    /// A line for people about what is being done.
    let progress: @Sendable (String) -> Void

    var warmUp: Duration { isQuick ? .milliseconds(100) : .milliseconds(200) }
    var duration: Duration { isQuick ? .milliseconds(300) : .milliseconds(1000) }
}

/// All scenarios by name, in the order in which they run.
enum Scenarios {
    typealias Body = @Sendable (BenchContext) throws -> [Finding]

    static let all: [(name: String, body: Body)] = [
        ("seal", SealScenario.run)
    ]

    static var names: [String] { all.map(\.name) }
}
