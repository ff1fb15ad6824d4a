/// Finds for each rule the first before it that leaves it nothing to decide, without comparing all with all: a rule with
/// subjects of its own can be hidden only by one that names the first of them, or that is not about single subjects.
package struct HidingRules {
    private var rules: [ClientRule] = []
    /// About all subjects, or about some by how they begin.
    private var broad: [Int] = []
    private var named: [Subject: [Int]] = [:]

    /// - Parameter capacity: how many rules there will be.
    package init(capacity: Int = 0) {
        rules.reserveCapacity(capacity)
        named.reserveCapacity(capacity)
    }

    /// Adds a rule behind the others.
    ///
    /// - Returns: the place of the first that hides it.
    package mutating func add(_ rule: ClientRule) -> Int? {
        let hiding = candidates(for: rule).first { rules[$0].hides(rule) }
        note(rule)
        return hiding
    }

    private func candidates(for rule: ClientRule) -> [Int] {
        guard case .only(let patterns) = rule.subjects else { return broad }
        // About nobody: every rule is about all of them.
        guard let first = patterns.first else { return Array(rules.indices) }
        guard case .exactly(let subject) = first, let named = named[subject] else { return broad }
        return (broad + named).sorted()
    }

    private mutating func note(_ rule: ClientRule) {
        let place = rules.count
        rules.append(rule)
        guard case .only(let patterns) = rule.subjects else { return broad.append(place) }
        var isBroad = false
        for pattern in patterns {
            switch pattern {
            case .exactly(let subject): Self.note(place, in: &named[subject, default: []])
            case .beginning: isBroad = true
            }
        }
        if isBroad { broad.append(place) }
    }

    /// A rule may name a subject twice.
    private static func note(_ place: Int, in places: inout [Int]) {
        if places.last != place { places.append(place) }
    }
}
