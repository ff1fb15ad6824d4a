/// How, and when, a user signed in, in the provider's words (OpenID Connect Core section 2: `acr`, `amr`, `auth_time`); what is
/// not known is absent, and an absent fact proves nothing.
///
/// A sign-in has them once: a grant and a session that come of it carry the same, and a refresh changes nothing about them.
package struct Authentication: Hashable, Sendable {
    /// The authentication context class; case-sensitive, compared as a whole.
    package let acr: String?
    /// The methods that were used (RFC 8176), in the provider's order, none twice; empty where they are not known.
    package let amr: [String]
    /// When the user was last asked to prove who they are; whole seconds.
    package let time: Timestamp?

    package static let unknown = Authentication()

    private init() { (acr, amr, time) = (nil, [], nil) }

    /// - Parameters:
    ///   - acr: 1 to `Limits.acrBytes` bytes without control characters.
    ///   - amr: at most `Limits.amrValues` of 1 to `Limits.amrBytes` bytes without control characters.
    ///   - seconds: since 1970-01-01 UTC, from 0 to the end of the year 9999; fractions were dropped before.
    /// - Throws: `InvalidValue` with the member's name in the protocol: `acr`, `amr` or `auth_time`.
    package init(acr: String? = nil, amr: [String] = [], seconds: Int64? = nil) throws(InvalidValue) {
        self.acr = try acr.map { text throws(InvalidValue) in try Self.checkedACR(text) }
        guard amr.count <= Limits.amrValues else {
            throw InvalidValue(field: "amr", problem: "has more than \(Limits.amrValues) values")
        }
        var methods: [String] = []
        for method in try amr.map({ text throws(InvalidValue) in try Self.checkedAMR(text) })
        where !methods.contains(method) {
            methods.append(method)
        }
        self.amr = methods
        guard seconds.map(Self.seconds.contains) ?? true else {
            throw InvalidValue(field: "auth_time", problem: "must be seconds since 1970, before the year 10000")
        }
        time = seconds.map(Timestamp.init(seconds:))
    }

    /// One `acr`, for whoever wants one: a policy keeps to the rule that a sign-in keeps to.
    package static func checkedACR(_ text: String) throws(InvalidValue) -> String {
        try TextRule(name: "acr", maximumBytes: Limits.acrBytes).checked(text)
    }

    /// One method of `amr`.
    package static func checkedAMR(_ text: String) throws(InvalidValue) -> String {
        try TextRule(name: "amr", maximumBytes: Limits.amrBytes).checked(text)
    }

    private static let seconds: ClosedRange<Int64> = 0...253_402_300_799
}
