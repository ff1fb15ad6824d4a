import Glibc
import VaultCore

/// What the chain knows of a record: its time and the number of its request, which are its own, and one hash each of what stands
/// between and behind them, which many records have in common and which are hashed once for all of these.
///
/// The members of a record are `"time":"…",` and then, where it has the number of a request, `…"request":` digits `…`; no two
/// records come to the same parts.
struct RecordParts: BitwiseCopyable {
    /// In the place of the number, where a record has none.
    static let noRequest: Int64 = -1
    static let beforeTime: StaticString = "\"time\":\""
    private static let beforeRequest: StaticString = #""request":"#

    /// The 17 digits of its text as one number.
    let time: Int64
    let request: Int64
    /// Of what stands between the time and the number, or behind the time.
    let context: AuditHash
    /// Of what stands behind the number.
    let object: AuditHash

    init(time: Int64, request: Int64, context: AuditHash, object: AuditHash) {
        self.time = time
        self.request = request
        self.context = context
        self.object = object
    }

    /// - Returns: nil for what no log of this kind has written.
    init?(_ members: ArraySlice<UInt8>, _ hasher: any AuditHasher) {
        let head = UnsafeBufferPointer(start: Self.beforeTime.utf8Start, count: Self.beforeTime.utf8CodeUnitCount)
        let text = members.dropFirst(head.count)
        let rest = text.dropFirst(TimeText.length + 2)
        guard members.starts(with: head), text.dropFirst(TimeText.length).starts(with: "\",".utf8),
            let time = TimeText.number(text.prefix(TimeText.length))
        else { return nil }
        guard let place = Self.end(ofRequestName: rest) else {
            self.init(
                time: time, request: Self.noRequest, context: Self.hash(rest, hasher), object: Self.hash([], hasher))
            return
        }
        let digits = rest[place...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let request = Self.number(digits) else { return nil }
        self.init(
            time: time, request: request, context: Self.hash(rest[..<place], hasher),
            object: Self.hash(rest[digits.endIndex...], hasher))
    }

    /// The hash of a part of a record, for who keeps it beside the part.
    static func hash(_ part: ArraySlice<UInt8>, _ hasher: any AuditHasher) -> AuditHash {
        part.withUnsafeBytes { hasher.hash($0) }
    }

    /// A quote within a string has a backslash before it: the name stands nowhere else. Looked for by its one letter that hardly any
    /// other text has.
    private static func end(ofRequestName text: ArraySlice<UInt8>) -> Int? {
        let (name, rare) = (beforeRequest, 3)
        return text.withUnsafeBytes { text -> Int? in
            guard let start = text.baseAddress, text.count >= name.utf8CodeUnitCount else { return nil }
            let last = text.count - name.utf8CodeUnitCount
            var place = 0
            while place <= last, let found = memchr(start + place + rare, Int32(name.utf8Start[rare]), last + 1 - place)
            {
                place = UnsafeRawPointer(found) - start - rare
                if memcmp(start + place, name.utf8Start, name.utf8CodeUnitCount) == 0 {
                    return place + name.utf8CodeUnitCount
                }
                place += 1
            }
            return nil
        }.map { text.startIndex + $0 }
    }

    /// As it is written by us, in one way only.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...18).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
}
