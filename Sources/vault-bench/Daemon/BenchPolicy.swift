/// A policy of so many rules in which the benchmark's own client may do what it needs; all others are about somebody or
/// something else, and each can decide, or `vaultd` would refuse the file.
struct BenchPolicy {
    /// More would not fit into the configuration's own limits.
    static let mostRules = 2_000
    private static let rulesOfOneClient = 10

    /// At least 2: that of the benchmark, and one of another client.
    let rules: Int

    /// The members of `clients`, as JSON5.
    ///
    /// - Parameters:
    ///   - uid: who runs the benchmark.
    ///   - executable: what the client must be, beside its user.
    func clients(uid: UInt32, executable: String) -> String {
        let others = max(1, rules / 2)
        return foreign(others) + #"bench: { match: [{ uid: \#(uid), executable: "\#(executable)" }], allow: ["#
            + own(rules - others - 1)
                + """
                {
                  methods: [
                    "grant.put", "grant.lookup", "grant.revoke", "token.get", "session.create", "session.lookup",
                    "key.status", "key.prepare", "key.activate", "key.rewrap", "key.verify", "key.destroy",
                  ],
                  providers: ["bench"],
                }] },
                """
    }

    /// Clients whom nobody is, with rules for one subject each.
    private func foreign(_ count: Int) -> String {
        stride(from: 0, to: count, by: Self.rulesOfOneClient).map { first in
            let rules = (first..<min(count, first + Self.rulesOfOneClient)).map {
                #"{ methods: ["token.get"], providers: ["bench"], subjects: ["user:other/\#($0)"] },"#
            }
            return "other\(first): { match: [{ uid: \(4_294_967_294 - UInt32(first)) }], allow: ["
                + rules.joined(separator: "\n") + "] },\n"
        }.joined()
    }

    /// Rules of the benchmark's client that come before the one that decides.
    private func own(_ count: Int) -> String {
        (0..<count).map {
            #"{ methods: ["grant.revoke", "grant.list"], providers: ["bench"], subjects: ["user:own/\#($0)"] },"# + "\n"
        }.joined()
    }
}
