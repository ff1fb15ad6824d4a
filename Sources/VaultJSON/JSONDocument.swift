/// A text that was read once and is well-formed: its own copy of the bytes, and a tape of nodes that point into them.
///
/// Nothing changes after `init`, so views may be used from any thread; the bytes are wiped when the last view is gone,
/// where `wipeOnRelease` asks for it.
package final class JSONDocument: Sendable {
    let bytes: [UInt8]
    let tape: [JSONNode]
    private let duplicateNames: [(name: UInt32, first: UInt32)]
    private let wipesOnRelease: Bool
    /// Only of JSON5, where every value may be asked for its place.
    private let lines: JSONLines?

    /// Reads `bytes`. Where `refusesDuplicates` is false, members that repeat a name stay and are listed in `duplicates`.
    package init(
        parsing bytes: Span<UInt8>, dialect: JSONDialect = .json, limits: JSONLimits = JSONLimits(),
        wipeOnRelease: Bool = false, refusesDuplicates: Bool = true
    ) throws(JSONError) {
        var reader = JSONReader(bytes, limits: limits, dialect: dialect, refusesDuplicates: refusesDuplicates)
        do throws(JSONError) {
            try reader.read()
        } catch {
            if wipeOnRelease { wipe(&reader.bytes) }
            throw error
        }
        tape = reader.tape
        duplicateNames = reader.duplicates
        wipesOnRelease = wipeOnRelease
        lines = dialect == .json5 ? JSONLines(bytes) : nil
        self.bytes = reader.bytes
    }

    package convenience init(
        parsing bytes: [UInt8], dialect: JSONDialect = .json, limits: JSONLimits = JSONLimits(),
        wipeOnRelease: Bool = false, refusesDuplicates: Bool = true
    ) throws(JSONError) {
        try self.init(
            parsing: bytes.span, dialect: dialect, limits: limits, wipeOnRelease: wipeOnRelease,
            refusesDuplicates: refusesDuplicates)
    }

    deinit {
        guard wipesOnRelease else { return }
        // In place although it is a constant: the array is ours alone, and nobody can look at it any more. A variable would cost
        // an exclusivity check with each look.
        bytes.withUnsafeBytes { wipe(UnsafeMutableRawBufferPointer(mutating: $0)) }
    }

    package var root: JSONValue { JSONValue(document: self, index: 0) }

    /// Names that an earlier member of the same object already has; empty unless the caller asked for them.
    package var duplicates: [JSONDuplicate] {
        duplicateNames.map {
            JSONDuplicate(
                name: JSONValue(document: self, index: Int($0.name)),
                first: JSONValue(document: self, index: Int($0.first)))
        }
    }

    package func position(of value: JSONValue) -> JSONPosition {
        let bytes = bytes
        let offset = value.rawRange.lowerBound
        return lines?.position(of: offset, in: bytes.span) ?? JSONPosition(offset: offset, in: bytes.span)
    }
}
