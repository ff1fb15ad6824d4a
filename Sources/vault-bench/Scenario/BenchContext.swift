/// What every scenario gets.
struct BenchContext {
    /// How much time there is.
    enum Effort {
        case full
        case quick
        /// For CI: whether it works at all, and whether a collapse shows.
        case smoke
    }

    let rounds: Int
    let effort: Effort
    /// Stored, where it was said; each scenario has a number of its own otherwise.
    let grants: Int?
    /// Stored for look-ups of sessions.
    let sessions: Int
    /// Of the policy in force.
    let rules: Int
    let folder: String
    let processors: Processors
    let stores = StoreShelf()
    /// A line for people about what is being done.
    let progress: @Sendable (String) -> Void

    var isQuick: Bool { effort != .full }

    /// Many short runs say more than a few long ones: the machine's own ups and downs are slower than a pair.
    var warmUp: Duration { .milliseconds(effort == .smoke ? 20 : 50) }
    var duration: Duration {
        switch effort {
        case .full: .milliseconds(400)
        case .quick: .milliseconds(150)
        case .smoke: .milliseconds(100)
        }
    }
    /// Long enough that a run holds several checkpoints.
    var writeDuration: Duration {
        switch effort {
        case .full: .milliseconds(1500)
        case .quick: .milliseconds(500)
        case .smoke: .milliseconds(250)
        }
    }

    func grants(full: Int, quick: Int, smoke: Int) -> Int {
        if let grants { return grants }
        return switch effort {
        case .full: full
        case .quick: quick
        case .smoke: smoke
        }
    }
}
