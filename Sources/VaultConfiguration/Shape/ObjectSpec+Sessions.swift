import VaultCommandLine
import VaultCore

/// Server-side sessions.
extension ObjectSpec {
    private static let usual = SessionClass.browser

    static let sessions = ObjectSpec(
        "sessions",
        [
            MemberSpec("classes", .map("session_class"), .defaulted("{ browser: {} }")),
            MemberSpec("cached", .integer(0...10_000_000), .defaulted("\(SessionSettings().cached)")),
            MemberSpec(
                "failures_per_minute", .integer(1...1_000_000), .defaulted("\(SessionSettings().failuresPerMinute)")),
        ])

    static let sessionClass = ObjectSpec(
        "session_class",
        [
            MemberSpec("idle", .duration(1_000...2_592_000_000, step: 1_000), .defaulted(text(usual.idleSeconds))),
            MemberSpec(
                "absolute", .duration(1_000...7_776_000_000, step: 1_000), .defaulted(text(usual.absoluteSeconds))),
            MemberSpec(
                "renew_after", .duration(1_000...7_776_000_000, step: 1_000), .defaulted(text(usual.renewAfterSeconds))),
            MemberSpec("overlap", .duration(0...300_000, step: 1_000), .defaulted(text(usual.overlapSeconds))),
            MemberSpec("per_subject", .integer(1...400), .defaulted("\(usual.perSubject)")),
            MemberSpec("cookie", .object("cookie"), .defaulted("{}")),
            MemberSpec("has_cookie", .bool, .defaulted("true")),
        ])

    static let cookie = ObjectSpec(
        "cookie",
        [
            MemberSpec("name", .text(maximumBytes: 64), .defaulted("\"\(SessionCookie().name)\"")),
            MemberSpec("same_site", .choice(SameSiteWord.allCases.map(\.rawValue)), .defaulted("\"lax\"")),
            MemberSpec("partitioned", .bool, .defaulted("false")),
        ])

    private static func text(_ seconds: Int64) -> String { "\"\(DurationText.text(milliseconds: seconds * 1000))\"" }
}

/// `SameSite` as the configuration writes it.
enum SameSiteWord: String, CaseIterable {
    case strict, lax, none

    var value: SessionCookie.SameSite {
        switch self {
        case .strict: .strict
        case .lax: .lax
        case .none: .none
        }
    }
}
