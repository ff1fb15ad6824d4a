/// The faults that are set, in order; each request is met by the first that is due for it.
struct FaultPlan: Equatable, Sendable {
    private(set) var rules: [FaultRule] = []

    mutating func set(_ rules: [FaultRule]) { self.rules = rules }
    mutating func add(_ rules: [FaultRule]) { self.rules += rules }

    /// Counts this request against the rules and returns the one that meets it.
    mutating func take(for endpoint: Endpoint, subject: String?) -> FaultRule? {
        for index in rules.indices where rules[index].matches(endpoint, subject: subject) {
            if rules[index].skip > 0 {
                rules[index].skip -= 1
                continue
            }
            let rule = rules[index]
            if let remaining = rule.remaining {
                rules[index].remaining = remaining - 1
                if remaining == 1 { rules.remove(at: index) }
            }
            return rule
        }
        return nil
    }
}
