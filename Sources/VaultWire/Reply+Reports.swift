import VaultCore
import VaultJSON

extension ScopeReport {
    func write(to writer: inout JSONWriter) {
        writer.member("days", question.days)
        writer.member("since", since.seconds)
        if let recordedSince { writer.member("recorded_since", recordedSince.seconds) }
        writer.member(
            "uses",
            array: { writer in
                for entry in entries { writer.object { entry.write(to: &$0) } }
            })
        writer.member(
            "rules",
            array: { writer in
                for one in advice { writer.object { one.write(to: &$0) } }
            })
        writer.member("left_out", leftOut)
    }
}

extension ScopeReportEntry {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("client", client.text)
        writer.member("provider", provider.text)
        writer.member("narrowing", narrowing.rawValue)
        writer.member("allows_all", allowsAll)
        writer.member("allowed", allowed)
        writer.member("calls_naming_scopes", namedCalls)
        writer.member("calls_naming_none", openCalls)
        writer.member("calls_given_more", broaderCalls)
        writer.member("calls_given_unnamed", namelessCalls)
        writer.member("not_told_apart", untold)
        writer.member("asked", counts: asked)
        writer.member("used", counts: used)
        writer.member("granted", granted)
        writer.member("delegated", delegated)
        writer.member("never_used", neverUsed)
        writer.member("unneeded", unneeded)
        writer.member("broader", breadth.map(\.rawValue))
        if scopesLeftOut > 0 { writer.member("scopes_left_out", scopesLeftOut) }
    }
}

extension ScopeAdvice {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("rule", rule.text)
        if let scopes { writer.member("scopes", scopes.scopes) }
        writer.member("advice", verdict.rawValue)
        if let suggested { writer.member("suggested", suggested.scopes) }
        writer.member("lines", lines)
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, counts: [ScopeReportEntry.Count]) {
        member(
            name,
            array: { writer in
                for count in counts {
                    writer.object { writer in
                        writer.member("scope", count.scope)
                        writer.member("calls", count.calls)
                    }
                }
            })
    }
}
