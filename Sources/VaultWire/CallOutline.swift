package import VaultCore

/// Where the parts of one call lie in its line; nothing is copied. Ranges count bytes from the start of the line.
///
/// Kept by the caller and filled anew by every `scan`, so that the hot path allocates nothing.
package struct CallOutline: ~Copyable {
    var index = LineIndex()
    /// The id as it is written, quotes included; nil for a notification.
    package private(set) var id: Range<Int>?
    /// nil when the name is none of ours.
    package private(set) var method: Method?
    /// The braces included; nil when there are none.
    package private(set) var params: Range<Int>?

    package init() {}

    /// Reads a line once, strictly.
    package mutating func scan(_ line: UnsafeRawBufferPointer, limits: WireLimits) -> ScanVerdict {
        let bytes = line.assumingMemoryBound(to: UInt8.self).span
        do throws(ScanStop) {
            return outline(bytes, root: try index.read(bytes, limits: limits.json))
        } catch {
            return .unclear
        }
    }

    /// Tells the parts of a line that is well-formed JSON.
    private mutating func outline(_ line: Span<UInt8>, root: Int) -> ScanVerdict {
        if line[root] == UInt8(ascii: "[") { return .batch }
        var hasVersion = false
        (id, method, params) = (nil, nil, nil)
        var hasMethod = false
        for position in 0..<index.members.count {
            let member = index.members[position]
            guard Int(member.object) == root else { continue }
            switch EnvelopeMember(member.name) {
            case .version: hasVersion = line.spells("\"2.0\"", at: member.value)
            case .id: if !setID(member.value, line) { return .unclear }
            case .method:
                hasMethod = line[member.value.lowerBound] == UInt8(ascii: "\"")
                method = Method(quoted: member.value, in: line)
            case .params:
                guard line[member.value.lowerBound] == UInt8(ascii: "{") else { return .unclear }
                params = member.value
            case nil: break
            }
        }
        return hasVersion && hasMethod ? .call : .unclear
    }

    private mutating func setID(_ value: Range<Int>, _ line: Span<UInt8>) -> Bool {
        switch line[value.lowerBound] {
        case UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "n"):
            id = value
            return value.count <= WireLimits.idBytes
        default: return false
        }
    }
}

/// What the fast scanner says about a line.
package enum ScanVerdict: Sendable {
    /// One well-formed call; the outline tells its parts.
    case call
    /// A batch; `IncomingLine` reads it.
    case batch
    /// Malformed, or well-formed in a rare way (a backslash, very many members): `IncomingLine` decides.
    case unclear
}

/// The members of a call that JSON-RPC 2.0 §4 knows.
private enum EnvelopeMember {
    case version
    case id
    case method
    case params

    @inline(__always)
    init?(_ name: NameKey) {
        switch name {
        case NameKey("id"): self = .id
        case NameKey("method"): self = .method
        case NameKey("params"): self = .params
        case NameKey("jsonrpc"): self = .version
        default: return nil
        }
    }
}
