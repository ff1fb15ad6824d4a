import VaultJSON
import VaultWire

/// A `token.get` or `session.lookup` that was read in full once, to tell others of the same make by comparing: programs write their calls from
/// one mould, and only the id and what names the grant or the session differ from call to call.
///
/// A line that equals the template but for another plain number as its id and other plain texts in the same places is
/// well-formed where the template is, and means the same; anything else is left to the scanner.
///
/// Plain memory that `CallTemplates` frees: counting references to it would cost as much as the comparing. It holds nothing of what
/// names the grant or the session.
struct CallTemplate: BitwiseCopyable {
    /// Longer lines are rare and not worth a copy.
    static let maximumBytes = 512
    /// No number of so many digits needs a look at its limits (`JSONLimits.numberLength`, `WireLimits.idBytes`).
    static let maximumDigits = 18

    /// Where lines of one make differ, and where they end.
    private enum Gap: BitwiseCopyable {
        case id, name, provider, account, end
    }

    /// What all lines of the make have in common before a gap.
    private struct Piece: BitwiseCopyable {
        let start: Int
        let count: Int
        let gap: Gap
    }

    private let line: UnsafeMutableRawPointer
    private let pieces: UnsafeMutablePointer<Piece>
    private let kind: Kind
    private let minimumLifeSeconds: Int64?

    private enum Kind: BitwiseCopyable {
        case grant, subject, session
    }

    /// What a call says, as far as a template can tell it; ranges are of the line that was compared.
    struct Call: Equatable {
        let id: Range<Int>
        let target: CallTarget
        let minimumLifeSeconds: Int64?
    }

    /// nil for a call whose id is no plain number, or that is too long.
    ///
    /// - Parameter target: with the lifetime, all that the call says.
    init?(_ line: UnsafeRawBufferPointer, id: Range<Int>, _ target: CallTarget, minimumLifeSeconds: Int64?) {
        guard line.count <= Self.maximumBytes, Self.digits(in: line, from: id.lowerBound) == id.count else {
            return nil
        }
        var gaps = [(gap: Gap.id, range: id), (.end, line.count..<line.count)]
        switch target {
        case .grant(let handle):
            kind = .grant
            gaps.append((.name, handle))
        case .session(let handle):
            kind = .session
            gaps.append((.name, handle))
        case .subject(let subject, let provider, let account):
            kind = .subject
            gaps += [(.name, subject), (.provider, provider)]
            if !account.isEmpty { gaps.append((.account, account)) }
        }
        gaps.sort { $0.range.lowerBound < $1.range.lowerBound }
        self.minimumLifeSeconds = minimumLifeSeconds
        self.line = .allocate(byteCount: line.count, alignment: 8)
        let copy = UnsafeMutableRawBufferPointer(start: self.line, count: line.count)
        copy.initializeMemory(as: UInt8.self, repeating: 0)
        pieces = .allocate(capacity: gaps.count)
        var start = 0
        for (number, next) in gaps.enumerated() {
            let piece = Piece(start: start, count: next.range.lowerBound - start, gap: next.gap)
            (pieces + number).initialize(to: piece)
            // What differs from line to line is not kept: of a session it is the secret.
            UnsafeMutableRawBufferPointer(rebasing: copy[start..<next.range.lowerBound]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: line[start..<next.range.lowerBound]))
            start = next.range.upperBound
        }
    }

    func free() {
        line.deallocate()
        pieces.deallocate()
    }

    @inline(__always)
    func read(_ candidate: UnsafeRawBufferPointer) -> Call? {
        var (id, name, provider, account) = (0..<0, 0..<0, 0..<0, 0..<0)
        var place = 0
        var piece = pieces
        while Self.equal(candidate, place, line + piece.pointee.start, count: piece.pointee.count) {
            place += piece.pointee.count
            switch piece.pointee.gap {
            case .id: guard Self.take(&id, at: &place, Self.digits(in: candidate, from: place)) else { return nil }
            case .name: guard Self.take(&name, at: &place, Self.plain(in: candidate, from: place)) else { return nil }
            case .provider:
                guard Self.take(&provider, at: &place, Self.plain(in: candidate, from: place)) else { return nil }
            case .account:
                guard Self.take(&account, at: &place, Self.plain(in: candidate, from: place)) else { return nil }
            case .end:
                guard place == candidate.count else { return nil }
                let target: CallTarget =
                    switch kind {
                    case .grant: .grant(name)
                    case .subject: .subject(name, provider: provider, account: account)
                    case .session: .session(name)
                    }
                return Call(id: id, target: target, minimumLifeSeconds: minimumLifeSeconds)
            }
            piece += 1
        }
        return nil
    }

    @inline(__always)
    private static func take(_ range: inout Range<Int>, at place: inout Int, _ count: Int?) -> Bool {
        guard let count else { return false }
        range = place..<place + count
        place += count
        return true
    }
}

extension CallTemplate {
    /// Whether `count` bytes are the same in both; the pieces are too short for memcmp to be worth its call.
    @inline(__always)
    private static func equal(
        _ line: UnsafeRawBufferPointer, _ place: Int, _ piece: UnsafeMutableRawPointer, count: Int
    ) -> Bool {
        guard place + count <= line.count else { return false }
        guard count >= 8 else {
            for offset in 0..<count where line[place + offset] != piece.load(fromByteOffset: offset, as: UInt8.self) {
                return false
            }
            return true
        }
        guard count >= 16 else {
            // The last eight may overlap the first.
            return same(line, place, piece, 0, as: UInt64.self) && same(line, place, piece, count - 8, as: UInt64.self)
        }
        var offset = 0
        while offset + 16 < count {
            guard same(line, place, piece, offset, as: UInt128.self) else { return false }
            offset += 16
        }
        return same(line, place, piece, count - 16, as: UInt128.self)
    }

    @inline(__always)
    private static func same<Lane: FixedWidthInteger & BitwiseCopyable>(
        _ line: UnsafeRawBufferPointer, _ place: Int, _ piece: UnsafeMutableRawPointer, _ offset: Int, as: Lane.Type
    ) -> Bool {
        line.loadUnaligned(fromByteOffset: place + offset, as: Lane.self)
            == piece.loadUnaligned(fromByteOffset: offset, as: Lane.self)
    }

    /// How many digits a plain number has that begins here; nil if it is none (RFC 8259 §6: no leading zero).
    @inline(__always)
    private static func digits(in line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var end = start
        while end < line.count, line[end] &- UInt8(ascii: "0") < 10 { end += 1 }
        let count = end - start
        guard count > 0, count <= maximumDigits else { return nil }
        return line[start] == UInt8(ascii: "0") && count > 1 ? nil : count
    }

    /// How many bytes from here on stand for themselves inside a JSON string; nil if none does: an empty text is the
    /// scanner's.
    @inline(__always)
    private static func plain(in line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let end = line.assumingMemoryBound(to: UInt8.self).span.endOfPlainText(from: start)
        return end > start ? end - start : nil
    }
}
