import Glibc

/// Where the lines of a text begin, so that many places in a long text are found fast.
struct JSONLines: Sendable {
    private let starts: [Int]

    init(_ bytes: Span<UInt8>) {
        var starts = [0]
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            while let place = memchr(base + starts[starts.count - 1], 0x0A, bytes.count - starts[starts.count - 1]) {
                starts.append(UnsafeRawPointer(place) - base + 1)
            }
        }
        self.starts = starts
    }

    func position(of offset: Int, in bytes: Span<UInt8>) -> JSONPosition {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let start = starts[low]
        let inLine = JSONPosition(offset: offset - start, in: bytes.extracting(start..<bytes.count))
        return JSONPosition(line: low + 1, column: inLine.column)
    }
}
