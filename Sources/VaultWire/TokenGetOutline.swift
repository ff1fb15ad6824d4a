/// The parameters of `token.get` found in place by the fast scanner.
package struct TokenGetOutline: Equatable, Sendable {
    package let target: CallTarget
    package let minimumLifeSeconds: Int64?
    package let forceRefresh: Bool
    /// The array as it is written.
    package let scopes: Range<Int>?

    /// - Returns: nil when the parameters are wrong or rare (a null, an empty text): `IncomingLine` decides.
    package init?(_ outline: borrowing CallOutline, in line: UnsafeRawBufferPointer) {
        guard let params = outline.params else { return nil }
        let bytes = line.assumingMemoryBound(to: UInt8.self).span
        var found = TokenGetMembers()
        for position in 0..<outline.index.members.count {
            let member = outline.index.members[position]
            guard Int(member.object) == params.lowerBound else { continue }
            guard found.take(member, in: bytes) else { return nil }
        }
        guard let selector = found.selector else { return nil }
        target = selector
        minimumLifeSeconds = found.minimumLifeSeconds
        forceRefresh = found.forceRefresh
        scopes = found.scopes
    }
}

/// Sorts members of the parameters by their names.
private struct TokenGetMembers {
    private var grant: Range<Int>?
    private var subject: Range<Int>?
    private var provider: Range<Int>?
    private var account: Range<Int>?
    var minimumLifeSeconds: Int64?
    var forceRefresh = false
    var scopes: Range<Int>?

    /// - Returns: false for a known member with a value that is not plainly right.
    mutating func take(_ member: LineIndex.Member, in line: Span<UInt8>) -> Bool {
        switch member.name {
        case NameKey("grant"): return Self.set(&grant, member.value, line)
        case NameKey("subject"): return Self.set(&subject, member.value, line)
        case NameKey("provider"): return Self.set(&provider, member.value, line)
        case NameKey("account"): return Self.set(&account, member.value, line)
        case NameKey("min_ttl_seconds") where member.isNamed("min_ttl_seconds", in: line):
            minimumLifeSeconds = Self.seconds(member.value, line)
            return minimumLifeSeconds != nil
        case NameKey("force_refresh") where member.isNamed("force_refresh", in: line):
            forceRefresh = line.spells("true", at: member.value)
            return forceRefresh || line.spells("false", at: member.value)
        case NameKey("scopes"):
            scopes = member.value
            return line[member.value.lowerBound] == UInt8(ascii: "[")
        // A use is to be counted durably: never answered from memory.
        case NameKey("delegation"): return false
        // Whether it lives is to be looked up.
        case NameKey("session"): return false
        // Signed for one request.
        case NameKey("proof"): return false
        default: return true
        }
    }

    /// One way of naming the grant, complete and alone.
    var selector: CallTarget? {
        if let grant {
            return subject == nil && provider == nil && account == nil ? .grant(grant) : nil
        }
        guard let subject, let provider else { return nil }
        return .subject(subject, provider: provider, account: account ?? 0..<0)
    }

    private static func set(_ slot: inout Range<Int>?, _ value: Range<Int>, _ line: Span<UInt8>) -> Bool {
        guard line[value.lowerBound] == UInt8(ascii: "\""), value.count > 2 else { return false }
        slot = value.lowerBound + 1..<value.upperBound - 1
        return true
    }

    /// Plain digits up to the cap; whatever else is an integer is left to the slow path.
    private static func seconds(_ value: Range<Int>, _ line: Span<UInt8>) -> Int64? {
        guard value.count <= 8 else { return nil }
        var seconds: Int64 = 0
        for offset in value {
            let digit = line[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            seconds = seconds * 10 + Int64(digit)
        }
        return seconds <= WireLimits.minimumLifeSeconds ? seconds : nil
    }
}
