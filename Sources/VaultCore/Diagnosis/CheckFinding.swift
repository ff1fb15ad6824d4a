/// What one check of an operator's concern came to: how it stands, and where it does not stand well, what to do.
package struct CheckFinding: Equatable, Sendable {
    package enum Check: String, CaseIterable, Sendable {
        case configuration, disk, memory, clock, descriptors, confinement
        case masterKey = "master_key"
        case backup
        case audit
        case seal
        case provider
        case versions
    }

    package enum State: String, CaseIterable, Sendable {
        case ok, warning, failing
    }

    package let check: Check
    package let state: State
    package let text: String
    /// What an operator does about it; nil where there is nothing to do.
    package let remedy: String?

    package init(_ check: Check, _ state: State, _ text: String, remedy: String? = nil) {
        self.check = check
        self.state = state
        self.text = text
        self.remedy = remedy
    }
}
