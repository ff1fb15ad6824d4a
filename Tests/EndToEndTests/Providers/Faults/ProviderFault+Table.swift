extension ProviderFault {
    /// Those at whose end there is only the deadline come first: they take longest.
    static let all: [ProviderFault] = [silent, broken, redirects, bodies, lives, members, waits, refusals].flatMap {
        $0
    }

    /// P1 to P3: nobody there, nothing said, or said too slowly.
    static let silent = [
        ProviderFault("p1-no-syn-ack", .front("no-syn-ack"), unreachable, isSlow: true),
        ProviderFault("p2-mute", .front("mute"), unreachable, isSlow: true),
        ProviderFault("p2-silence", .simulated(#""kind":"hold","when":"after""#), lost, noAnswer, isSlow: true),
        ProviderFault(
            "p3-slow-head", .simulated(#""kind":"drip","every_ms":500,"head":true"#), lost, noAnswer, isSlow: true),
        ProviderFault("p3-slow-body", .simulated(#""kind":"drip","every_ms":500"#), lost, noAnswer, isSlow: true),
    ]

    /// P4 to P7: answers that end too early or never.
    private static let broken = [
        ProviderFault("p4-dropped", .simulated(#""kind":"drop","when":"after""#), lost, noAnswer),
        ProviderFault("p4-reset", .broken("reset"), lost, noAnswer),
        ProviderFault("p5-truncated", .simulated(#""kind":"truncated""#), lost, noAnswer),
        ProviderFault("p5-cut-chunk", .broken("cut-chunk"), lost, noAnswer),
        ProviderFault("p5-wrong-chunk", .broken("wrong-chunk"), lost, noAnswer),
        ProviderFault("p5-short-length", .broken("short-length"), lost, badAnswer),
        ProviderFault("p6-10-gigabytes", .broken("endless"), lost, noAnswer),
        ProviderFault("p6-endless-chunks", .broken("endless-chunks"), lost, noAnswer),
        ProviderFault("p6-endless", .simulated(#""kind":"huge""#), lost, noAnswer),
        ProviderFault("p7-gzip-bomb", .broken("gzip-bomb"), lost, noAnswer),
    ]

    /// P8: `BASE` stands for the simulator's address, where a request that follows shows in its log.
    private static let redirects: [ProviderFault] = [
        (301, "userinfo"), (302, "userinfo"), (307, "revoke"), (308, "revoke"),
    ].map { status, path in
        ProviderFault(
            "p8-\(status)", .simulated(#""kind":"answer","status":\#(status),"location":"BASE/\#(path)""#), lost,
            badAnswer)
    }

    /// P9 to P12: bodies that are no answer.
    private static let bodies = [
        ProviderFault(
            "p9-html",
            .simulated(#""kind":"answer","status":200,"content_type":"text/html","body":"<html>canary</html>""#), lost,
            badAnswer),
        ProviderFault("p9-list", .simulated(#""kind":"answer","status":200,"body":"[\"canary\"]""#), lost, badAnswer),
        ProviderFault(
            "p9-number", .simulated(#""kind":"member","name":"access_token","raw":"5""#), lost, badAnswer),
        ProviderFault("p9-no-http", .broken("no-http"), lost, noAnswer),
        ProviderFault("p10-invalid-utf8", .simulated(#""kind":"invalid_utf8""#), lost, badAnswer),
        ProviderFault("p10-nul", .broken("nul"), lost, badAnswer),
        ProviderFault("p10-surrogate", .broken("lone-surrogate"), lost, badAnswer),
        ProviderFault("p10-byte-order-mark", .broken("byte-order-mark"), lost, badAnswer),
        ProviderFault(
            "p11-twice", .simulated(#""kind":"duplicate","name":"access_token","raw":"\"canary\"""#), lost, badAnswer),
        ProviderFault("p12-deep", .simulated(#""kind":"deep","levels":50000"#), lost, badAnswer),
        ProviderFault("p12-deeper", .simulated(#""kind":"deep","levels":1000000"#), lost, noAnswer),
        ProviderFault("p12-members", .broken("some-members"), lost, badAnswer),
        ProviderFault("p12-more-members", .broken("many-members"), lost, noAnswer),
        ProviderFault("p12-number", .broken("number"), lost, badAnswer),
        ProviderFault("p12-longer-number", .broken("long-number"), lost, noAnswer),
    ]

    /// P13: the tokens are used, for as long as the entry says.
    private static let lives: [ProviderFault] = [
        ("negative", "-1"), ("zero", "0"), ("huge", "1e308"), ("2-63", "9223372036854775808"), ("half", "3600.5"),
        ("null", "null"),
    ].map { name, raw in
        ProviderFault(
            "p13-\(name)", .simulated(#""kind":"member","name":"expires_in","raw":"\#(raw)""#), "token", life: 300)
    }

    /// P13 and P14: whole answers with a member that is odd.
    private static let members = [
        ProviderFault("p13-missing", .simulated(#""kind":"member","name":"expires_in""#), "token", life: 300),
        ProviderFault("p13-text", .simulated(#""kind":"member","name":"expires_in","raw":"\"3600\"""#), "token"),
        ProviderFault(
            "p14-empty", .simulated(#""kind":"member","name":"access_token","raw":"\"\"""#), lost, badAnswer),
        ProviderFault(
            "p14-long",
            .simulated(
                #""kind":"member","name":"access_token","raw":"\"\#(String(repeating: "a", count: 20_000))\"""#),
            lost, badAnswer),
        ProviderFault(
            "p14-lines", .simulated(#""kind":"member","name":"access_token","raw":"\"a\\r\\nb\"""#), lost, badAnswer),
        ProviderFault("p14-type", .simulated(#""kind":"member","name":"token_type","raw":"\"canary\"""#), "token"),
        ProviderFault("p14-scope", .simulated(#""kind":"member","name":"scope","raw":"\"a admin\"""#), "token"),
        pinned,
    ]

    /// The identity token says `{"sub":"u1","tid":"t1"}`.
    private static var pinned: ProviderFault {
        var fault = ProviderFault(
            "p14-subject",
            .simulated(
                #""kind":"member","name":"id_token","raw":"\"h.eyJzdWIiOiJ1MSIsInRpZCI6InQxIn0.s\"""#),
            "reauth_required subject_mismatch")
        fault.pin = "u2"
        return fault
    }

    /// P15 and P16: refusals, and statuses that contradict the body.
    private static let waits: [ProviderFault] = [
        (429, "0", rateLimited), (429, "-1", rateLimited), (503, "1000000000", serverError),
        (503, "Thu, 31 Dec 2099 23:59:59 GMT", serverError),
    ].enumerated().map { number, row in
        ProviderFault(
            "p15-wait-\(number)",
            .simulated(#""kind":"answer","when":"before","status":\#(row.0),"retry_after":"\#(row.1)""#), row.2)
    }

    private static let refusals = [
        ProviderFault("p15-dead", .simulated(error(400, "invalid_grant")), refused),
        ProviderFault("p15-quoted", .simulated(#""kind":"quote_token""#), refused),
        ProviderFault("p15-quoted-500", .simulated(#""kind":"quote_token","status":500"#), serverError),
        ProviderFault(
            "p15-client", .simulated(error(401, "invalid_client")), "client_misconfigured invalid_client"),
        ProviderFault("p16-error-with-200", .simulated(error(200, "invalid_grant")), refused),
        ProviderFault("p16-error-with-500", .simulated(error(500, "invalid_grant")), serverError),
        ProviderFault(
            "p16-tokens-with-500",
            .simulated(
                #""kind":"answer","status":500,"body":"{\"access_token\":\"canary\",\"refresh_token\":\"canary\"}""#),
            lost, badAnswer),
    ]

    private static func error(_ status: Int, _ code: String) -> String {
        #""kind":"answer","when":"before","status":\#(status),"content_type":"application/json","#
            + #""body":"{\"error\":\"\#(code)\",\"error_description\":\"canary\"}""#
    }
}
