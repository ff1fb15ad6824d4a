import Glibc
import VaultWire

/// A `token.get` that was read in full once, to tell others of the same make by comparing: programs write their calls from
/// one mould, and only the id and what names the grant differ from call to call.
///
/// A line that equals the template but for another plain number as its id and other plain texts in the same places is
/// well-formed where the template is, and means the same; anything else is left to the scanner.
struct CallTemplate {
    /// Longer lines are rare and not worth a copy.
    static let maximumBytes = 512
    /// No number of so many digits needs a look at its limits (`JSONLimits.numberLength`, `WireLimits.idBytes`).
    static let maximumDigits = 18

    /// Where lines of one make differ.
    private enum Gap: Int {
        case id, name, provider, account
    }

    private let minimumLifeSeconds: Int64?
    private let namesSubject: Bool
    /// What stands before each gap, and after the last; in the order of the line.
    private let fixed: [Fixed]
    private let end: [UInt8]

    private struct Fixed {
        let bytes: [UInt8]
        let before: Gap
    }

    /// What a call says, as far as a template can tell it; ranges are of the line that was compared.
    struct Call: Equatable {
        let id: Range<Int>
        let selector: TokenGetOutline.Selector
        let minimumLifeSeconds: Int64?
    }

    /// nil for a call that says more than id, name of the grant and lifetime, or is too long.
    init?(_ line: UnsafeRawBufferPointer, id: Range<Int>, _ call: TokenGetOutline) {
        guard line.count <= Self.maximumBytes, call.scopes == nil, !call.forceRefresh,
            Self.digits(in: line, from: id.lowerBound) == id.count
        else { return nil }
        var gaps = [(Gap.id, id)]
        switch call.selector {
        case .grant(let handle):
            namesSubject = false
            gaps.append((.name, handle))
        case .subject(let subject, let provider, let account):
            namesSubject = true
            gaps += [(.name, subject), (.provider, provider)]
            if !account.isEmpty { gaps.append((.account, account)) }
        }
        gaps.sort { $0.1.lowerBound < $1.1.lowerBound }
        var start = 0
        fixed = gaps.map { gap, range in
            defer { start = range.upperBound }
            return Fixed(bytes: Array(line[start..<range.lowerBound]), before: gap)
        }
        end = Array(line[start...])
        minimumLifeSeconds = call.minimumLifeSeconds
    }

    @inline(__always)
    func read(_ line: UnsafeRawBufferPointer) -> Call? {
        var found = InlineArray<4, Range<Int>>(repeating: 0..<0)
        var place = 0
        for index in fixed.indices {
            guard Self.starts(line, at: place, with: fixed[index].bytes) else { return nil }
            place += fixed[index].bytes.count
            let length =
                fixed[index].before == .id
                ? Self.digits(in: line, from: place) : Self.plainBytes(in: line, from: place)
            guard let length else { return nil }
            found[fixed[index].before.rawValue] = place..<place + length
            place += length
        }
        guard line.count - place == end.count, Self.starts(line, at: place, with: end) else { return nil }
        return Call(id: found[0], selector: selector(found), minimumLifeSeconds: minimumLifeSeconds)
    }

    @inline(__always)
    private func selector(_ found: borrowing InlineArray<4, Range<Int>>) -> TokenGetOutline.Selector {
        namesSubject ? .subject(found[1], provider: found[2], account: found[3]) : .grant(found[1])
    }
}

extension CallTemplate {
    @inline(__always)
    private static func starts(_ line: UnsafeRawBufferPointer, at place: Int, with fixed: [UInt8]) -> Bool {
        guard place + fixed.count <= line.count, let base = line.baseAddress else { return false }
        return fixed.withUnsafeBytes { fixed in
            guard let wanted = fixed.baseAddress else { return true }
            return memcmp(base + place, wanted, fixed.count) == 0
        }
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

    /// How many bytes from here on stand for themselves inside a JSON string (printable ASCII but quote and backslash); nil
    /// if none does: an empty text is the scanner's.
    @inline(__always)
    private static func plainBytes(in line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var end = start
        while end + 8 <= line.count {
            let others = marks(line.loadUnaligned(fromByteOffset: end, as: UInt64.self).littleEndian)
            if others != 0 {
                end += others.trailingZeroBitCount / 8
                return end > start ? end - start : nil
            }
            end += 8
        }
        // The other seven lanes hold a byte that is plain.
        while end < line.count, marks(UInt64(line[end]) | 0x6161_6161_6161_6100) == 0 { end += 1 }
        return end > start ? end - start : nil
    }

    /// The top bit of the first of eight bytes that is a control, a quote, a backslash or no ASCII, perhaps of later ones
    /// too: a borrow in a lane sets its top bit, and can only spoil the lanes above it.
    @inline(__always)
    private static func marks(_ lanes: UInt64) -> UInt64 {
        let quotes = lanes ^ 0x2222_2222_2222_2222
        let backslashes = lanes ^ 0x5C5C_5C5C_5C5C_5C5C
        let borrows =
            ((quotes &- 0x0101_0101_0101_0101) & ~quotes) | ((backslashes &- 0x0101_0101_0101_0101) & ~backslashes)
            | ((lanes &- 0x2020_2020_2020_2020) & ~lanes)
        return (borrows | lanes) & 0x8080_8080_8080_8080
    }
}
