extension Options {
    /// Nil when help was asked for.
    init?(arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            if flag == "--help" || flag == "-h" { return nil }
            try take(flag, from: &rest)
        }
        _ = try address()
        _ = try secretPlace()
    }

    private mutating func take(_ flag: String, from rest: inout ArraySlice<String>) throws(UsageError) {
        switch flag {
        case "--listen": listen = try Self.value(flag, &rest)
        case "--base-url": baseURL = try Self.value(flag, &rest)
        case "--client-id": clientID = try Self.value(flag, &rest)
        case "--client-auth": clientAuthentication = try Self.choice(flag, &rest)
        case "--basic-encoding": basicEncoding = try Self.choice(flag, &rest)
        case "--client-secret-file": clientSecretFile = try Self.value(flag, &rest)
        case "--write-client-secret": writeClientSecret = try Self.value(flag, &rest)
        case "--ready-fd": readyDescriptor = Int32(try Self.integer(flag, &rest, in: 1...1_048_576))
        case "--until-stdin-closes": endsWithStandardInput = true
        default: try takeRule(flag, from: &rest)
        }
    }

    private mutating func takeRule(_ flag: String, from rest: inout ArraySlice<String>) throws(UsageError) {
        let seconds = 1...(1 << 31)
        let length = TokenText.minimumLength...(1 << 20)
        switch flag {
        case "--rotation":
            let text = try Self.value(flag, &rest)
            guard let rule = RotationRule(text) else {
                throw UsageError("--rotation wants none, rotate, grace:SECONDS or family, not '\(text)'")
            }
            rules.rotation = rule
        case "--narrowing": rules.narrowing = try Self.choice(flag, &rest)
        case "--access-token-ttl": rules.accessTokenSeconds = try Self.integer(flag, &rest, in: seconds)
        case "--refresh-token-ttl": rules.refreshTokenSeconds = try Self.integer(flag, &rest, in: seconds)
        case "--token-bytes": rules.accessTokenBytes = try Self.integer(flag, &rest, in: length)
        case "--refresh-token-bytes": rules.refreshTokenBytes = try Self.integer(flag, &rest, in: length)
        case "--id-token": rules.sendsIDToken = true
        default: throw UsageError("'\(flag)' is not known here, see --help")
        }
    }

    private static func value(_ flag: String, _ rest: inout ArraySlice<String>) throws(UsageError) -> String {
        guard let value = rest.popFirst(), !value.isEmpty else { throw UsageError("\(flag) wants a value") }
        return value
    }

    private static func integer(
        _ flag: String, _ rest: inout ArraySlice<String>, in range: ClosedRange<Int>
    ) throws(UsageError) -> Int {
        let text = try value(flag, &rest)
        guard let integer = Int(text), range.contains(integer) else {
            throw UsageError("\(flag) wants a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return integer
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ flag: String, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> Choice where Choice.RawValue == String {
        let text = try value(flag, &rest)
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError("\(flag) wants one of \(known), not '\(text)'")
        }
        return choice
    }
}
