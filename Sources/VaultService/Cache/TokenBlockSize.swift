/// The sizes that blocks come in: four per doubling from 256 bytes to 128 KiB, so that at most a fifth of a block is idle.
struct TokenBlockSize {
    static let all: [Int] =
        (0...8).flatMap { doubling in
            (4...7).map { (64 * $0) << doubling }
        } + [128 * 1024]

    let index: Int
    var bytes: Int { Self.all[index] }

    /// The smallest size that holds so many bytes.
    init?(holding count: Int) {
        var low = 0
        var high = Self.all.count
        while low < high {
            let middle = (low + high) / 2
            if Self.all[middle] < count { low = middle + 1 } else { high = middle }
        }
        guard low < Self.all.count else { return nil }
        index = low
    }
}
