import VaultCore
import VaultJSON

/// The lines of one span, read with the key that they were written with: whether each is what was written after the one before.
struct SpanReading {
    private let makers: AuditMakers
    private var key: AuditHash?
    private var first: Int64 = 0

    private(set) var mark: SpanMark?
    /// What the chain has come to.
    private(set) var link = AuditHash.zero
    /// The number of the next record.
    private(set) var expected: Int64 = 1
    /// The highest number that any line has, right or not.
    private(set) var highest: Int64 = 0
    /// The first record that is not as it was written.
    private(set) var broken: Int64?
    private(set) var seal: SpanSeal?
    /// Bytes of lines that are none, behind the last record or behind the seal.
    private(set) var tornBytes = 0

    init(_ makers: AuditMakers) { self.makers = makers }

    mutating func take(_ line: ArraySlice<UInt8>) {
        guard let chained = ChainedLine(line) else {
            tornBytes += line.count + 1
            return
        }
        highest = max(highest, chained.sequence)
        if broken != nil { return }
        guard let mark else { return begin(with: chained, line) }
        // What a crash left is at the end.
        let isFollowed = tornBytes > 0 && !chained.isKind(SpanSeal.kind)
        guard seal == nil, !isFollowed, chained.sequence == expected,
            let next = chained.link(after: link, makers.hasher)
        else {
            broken = expected
            return
        }
        accept(chained, next)
        if chained.isKind(SpanSeal.kind), let seal = SpanSeal(AuditLines.read(line)), seal.log == mark.log {
            self.seal = seal
            tornBytes = 0
        }
    }

    /// What the last process did not come to write.
    func makeSeal() -> SpanSeal {
        SpanSeal(
            log: mark?.log ?? AuditNumber(bits: 0), records: first...(expected - 1), digest: link.bytes,
            key: key ?? .zero, tornBytes: tornBytes)
    }

    private mutating func begin(with chained: ChainedLine, _ line: ArraySlice<UInt8>) {
        expected = chained.sequence
        guard let mark = SpanMark(AuditLines.read(line)) else {
            broken = expected
            return
        }
        let key = makers.spanKey(mark)
        self.mark = mark
        self.key = key
        guard let next = chained.link(after: key, makers.hasher) else {
            broken = expected
            return
        }
        first = expected
        accept(chained, next)
    }

    private mutating func accept(_ chained: ChainedLine, _ link: AuditHash) {
        self.link = link
        expected = chained.sequence + 1
    }
}
