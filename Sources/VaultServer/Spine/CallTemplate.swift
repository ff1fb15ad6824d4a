import Glibc
import VaultWire

/// A `token.get` that was read in full once, to tell others of the same make by comparing: programs write their calls from
/// one mould, and only the id and the handle differ from call to call.
///
/// A line that equals the template but for another plain number as its id and another plain text of the same length as its
/// handle is well-formed where the template is, and means the same; anything else is left to the scanner.
struct CallTemplate {
    /// Longer lines are rare and not worth a copy.
    static let maximumBytes = 512
    /// No number of so many digits needs a look at its limits (`JSONLimits.numberLength`, `WireLimits.idBytes`).
    static let maximumDigits = 18

    let minimumLifeSeconds: Int64?
    private let line: [UInt8]
    private let id: Range<Int>
    private let handle: Range<Int>

    /// nil for a call that says more than id, handle and lifetime, or is too long.
    init?(_ line: UnsafeRawBufferPointer, id: Range<Int>, _ call: TokenGetOutline) {
        guard line.count <= Self.maximumBytes, call.scopes == nil, !call.forceRefresh,
            case .grant(let handle) = call.selector,
            Self.digits(in: line, from: id.lowerBound) == id.count
        else { return nil }
        self.line = Array(line)
        self.id = id
        self.handle = handle
        minimumLifeSeconds = call.minimumLifeSeconds
    }

    /// Where id and handle lie in a line of the same make.
    struct Match {
        let id: Range<Int>
        let handle: Range<Int>
    }

    @inline(__always)
    func match(_ candidate: UnsafeRawBufferPointer) -> Match? {
        line.withUnsafeBytes { template in
            id.lowerBound < handle.lowerBound
                ? matchIDFirst(candidate, template) : matchHandleFirst(candidate, template)
        }
    }

    @inline(__always)
    private func matchIDFirst(_ line: UnsafeRawBufferPointer, _ template: UnsafeRawBufferPointer) -> Match? {
        guard Self.same(line, at: 0, template, 0..<id.lowerBound),
            let digits = Self.digits(in: line, from: id.lowerBound)
        else { return nil }
        let shift = digits - id.count
        guard Self.same(line, at: id.upperBound + shift, template, id.upperBound..<handle.lowerBound),
            Self.isPlain(line, at: handle.lowerBound + shift, count: handle.count),
            Self.endsAlike(line, at: handle.upperBound + shift, template, handle.upperBound)
        else { return nil }
        return Match(
            id: id.lowerBound..<id.upperBound + shift,
            handle: handle.lowerBound + shift..<handle.upperBound + shift)
    }

    @inline(__always)
    private func matchHandleFirst(_ line: UnsafeRawBufferPointer, _ template: UnsafeRawBufferPointer) -> Match? {
        guard Self.same(line, at: 0, template, 0..<handle.lowerBound),
            Self.isPlain(line, at: handle.lowerBound, count: handle.count),
            Self.same(line, at: handle.upperBound, template, handle.upperBound..<id.lowerBound),
            let digits = Self.digits(in: line, from: id.lowerBound)
        else { return nil }
        let end = id.lowerBound + digits
        guard Self.endsAlike(line, at: end, template, id.upperBound) else { return nil }
        return Match(id: id.lowerBound..<end, handle: handle)
    }
}

extension CallTemplate {
    @inline(__always)
    private static func same(
        _ line: UnsafeRawBufferPointer, at start: Int, _ template: UnsafeRawBufferPointer, _ range: Range<Int>
    ) -> Bool {
        guard start + range.count <= line.count, let left = line.baseAddress, let right = template.baseAddress else {
            return false
        }
        return memcmp(left + start, right + range.lowerBound, range.count) == 0
    }

    /// Whether both go on in the same way to their ends.
    @inline(__always)
    private static func endsAlike(
        _ line: UnsafeRawBufferPointer, at start: Int, _ template: UnsafeRawBufferPointer, _ from: Int
    ) -> Bool {
        line.count - start == template.count - from && same(line, at: start, template, from..<template.count)
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

    /// Whether these bytes stand for themselves inside a JSON string: printable ASCII but quote and backslash.
    @inline(__always)
    private static func isPlain(_ line: UnsafeRawBufferPointer, at start: Int, count: Int) -> Bool {
        guard start + count <= line.count else { return false }
        var offset = start
        while offset + 8 <= start + count {
            let lanes = line.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard marks(lanes) == 0 else { return false }
            offset += 8
        }
        while offset < start + count {
            // The other seven lanes hold a byte that is plain.
            guard marks(UInt64(line[offset]) | 0x6161_6161_6161_6100) == 0 else { return false }
            offset += 1
        }
        return true
    }

    /// Not zero if one of eight bytes is a control, a quote, a backslash or no ASCII: a borrow in a lane sets its top bit.
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
