/// When master keys are renewed and destroyed by themselves.
package struct KeySettings: Hashable, Sendable {
    /// The age at which the active key is replaced; nil: never.
    package var rotateAfterDays: Int64?
    /// How long a retired key is kept before it is destroyed; nil: until an operator destroys it.
    package var holdDays: Int64?

    package init(rotateAfterDays: Int64? = nil, holdDays: Int64? = nil) {
        self.rotateAfterDays = rotateAfterDays
        self.holdDays = holdDays
    }
}
