/// Decides how long a transaction stays open for more writes before its sync.
///
/// Whoever was just answered often writes again at once. Without waiting a moment for them, their first few would get a
/// sync of their own and the others would wait for the next (measured: twice the syncs). A lone writer never waits, nobody
/// waits longer than half of a commit, and not once as many have come as lately.
struct Gathering {
    /// Also where commits are quick: so long it takes until tasks that were resumed have run.
    static let leastNanoseconds: Int64 = 100_000
    static let mostNanoseconds: Int64 = 1_000_000

    /// Writes in the last commits, the fewer the longer ago: after a burst a lone writer waits for nobody soon.
    private var expected = 1
    private var patience = Gathering.leastNanoseconds

    mutating func committed(writes: Int, nanoseconds: Int64) {
        expected = max(writes, expected * 3 / 4)
        patience = min(max(nanoseconds / 2, Self.leastNanoseconds), Self.mostNanoseconds)
    }

    /// - Parameters:
    ///   - writes: how many have come so far.
    ///   - nanoseconds: how long ago the waiting began.
    func isWorthWaiting(writes: Int, nanoseconds: Int64) -> Bool {
        expected > 1 && writes < expected && nanoseconds < patience
    }
}
