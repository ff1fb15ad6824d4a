/// What is settled when a request arrives, before anything waits.
struct Admission: Equatable, Sendable {
    let sequence: Int
    let rule: FaultRule?
    /// A hold ends when the simulator's count of releases has passed this.
    let releasesSeen: Int
}
