/// The caps of the protocol; beyond them a request is refused and nothing is stored.
package enum Limits {
    package static let tokenBytes = 16 * 1024
    package static let subjectBytes = 512
    package static let accountBytes = 255
    package static let scopes = 64
    package static let scopeBytes = 256
    package static let labels = 32
    package static let purposeBytes = 200
    package static let acrBytes = 256
    package static let amrValues = 16
    package static let amrBytes = 64
    /// The life of a delegation, at most: 30 days.
    package static let delegationSeconds: Int64 = 30 * 86_400
    package static let delegationUses: Int64 = 1_000_000
    /// Of a session, each.
    package static let sessionPayloadBytes = 8 * 1024
    package static let sessionClaimsBytes = 8 * 1024
    package static let sessionGrants = 16
    /// Of a session, and in the whole configuration of identities.
    package static let roles = 32
    package static let roleBytes = 64
    /// What a provider says of an account, as JSON.
    package static let identityClaimsBytes = 16 * 1024
    /// RFC 5321 section 4.5.3.1.3, without the angle brackets.
    package static let mailAddressBytes = 254
    package static let userAgentBytes = 512
    package static let addressBytes = 64
    /// How far ahead the end of refresh tokens is asked for, at most: 10 years.
    package static let forecastSeconds: Int64 = 10 * 365 * 86_400
    package static let pageSize = 500
    /// A page ends behind the grant that fills it so far, even if it has fewer than were asked for: all of it waits in memory
    /// until its reader takes it.
    package static let pageBytes = 512 * 1024
}
