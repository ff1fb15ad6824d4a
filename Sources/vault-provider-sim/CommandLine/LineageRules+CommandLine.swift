import VaultCommandLine

extension LineageRules {
    /// - Parameter usual: what holds for what the line does not say.
    init(_ line: ParsedCommand, usual: LineageRules) throws(UsageError) {
        self = usual
        if let text = line.value("rotation") {
            guard let rule = RotationRule(text) else {
                throw UsageError("--rotation must be none, rotate, grace:SECONDS, overlap, until_used or family")
            }
            rotation = rule
        }
        let seconds: ClosedRange<Int64> = 1...(1 << 31)
        let length = Int64(TokenText.minimumLength)...(1 << 20)
        narrowing = line.choice("narrowing") ?? narrowing
        accessTokenSeconds = try line.integer("access-token-ttl", in: seconds).map(Int.init) ?? accessTokenSeconds
        refreshTokenSeconds = try line.integer("refresh-token-ttl", in: seconds).map(Int.init)
        accessTokenBytes = try line.integer("token-bytes", in: length).map(Int.init) ?? accessTokenBytes
        refreshTokenBytes = try line.integer("refresh-token-bytes", in: length).map(Int.init) ?? refreshTokenBytes
        sendsIDToken = line.has("id-token")
        hasSingleAccessToken = line.has("single-access-token")
    }
}

extension ParsedCommand {
    /// The value of an option whose choices are the cases of a type; the table has refused all others.
    func choice<Choice: RawRepresentable>(_ option: String) -> Choice? where Choice.RawValue == String {
        value(option).flatMap { Choice(rawValue: $0) }
    }
}
