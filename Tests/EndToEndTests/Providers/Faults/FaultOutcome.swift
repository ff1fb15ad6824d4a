/// What a caller was answered.
struct FaultOutcome: Sendable {
    let words: String
    /// Seconds that a token has left, or that the caller is to wait.
    let life: Int64
    /// Everything that the answer says.
    let text: String
    let time: Duration
}
