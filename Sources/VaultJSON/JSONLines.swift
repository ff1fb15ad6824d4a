/// Where the lines of a text begin, so that many places in a long text are found fast.
struct JSONLines: Sendable {
    private let starts: [Int]

    init(_ bytes: Span<UInt8>) {
        var starts = [0]
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
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
