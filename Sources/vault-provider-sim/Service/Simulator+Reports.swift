import VaultJSON

/// What the control surface tells; no report holds a token.
extension Simulator {
    func logAnswer(_ query: LogQuery) -> HTTPResponse {
        .json {
            $0.member("last", log.lastSequence)
            $0.member(
                "entries",
                array: { array in
                    for entry in log.entries(for: query) { array.object { Self.write(entry, to: &$0) } }
                })
        }
    }

    func lineagesAnswer(_ subject: String?, at now: Int64) -> HTTPResponse {
        let chosen = model.lineages.values.filter { subject == nil || $0.subject == subject }
        return .json {
            $0.member(
                "lineages",
                array: { array in
                    for lineage in chosen.sorted(by: { $0.id < $1.id }) {
                        array.object { write(lineage, at: now, to: &$0) }
                    }
                })
        }
    }

    func faultsAnswer() -> HTTPResponse {
        .json {
            $0.member(
                "faults",
                array: { array in
                    for rule in faults.rules { array.object { Self.write(rule, to: &$0) } }
                })
        }
    }

    private static func write(_ entry: LogEntry, to object: inout JSONWriter) {
        object.member("sequence", entry.sequence)
        object.member("endpoint", entry.endpoint.rawValue)
        object.member("received_us", entry.receivedAt)
        object.member("processed_us", orNull: entry.processedAt)
        object.member("answered_us", orNull: entry.answeredAt)
        object.member("lineage", orNull: entry.lineage.map(Int64.init))
        object.member("generation", orNull: entry.generation.map(Int64.init))
        object.member("subject", orNull: entry.subject)
        object.member("scope", orNull: entry.scope)
        object.member("fault", orNull: entry.fault?.rawValue)
        object.member("verdict", orNull: entry.verdict?.rawValue)
        object.member("dpop_jkt", orNull: entry.key)
        object.member("status", orNull: entry.status.map(Int64.init))
    }

    private func write(_ lineage: Lineage, at now: Int64, to object: inout JSONWriter) {
        object.member("lineage", lineage.id)
        object.member("subject", lineage.subject)
        object.member("account", orNull: lineage.account)
        object.member("rotation", lineage.rules.rotation.text)
        object.member("generation", lineage.generation)
        object.member("alive", lineage.fate == .alive)
        object.member("fate", lineage.fate.rawValue)
        object.member("scopes", lineage.scopes)
        object.member("refreshed", lineage.refreshCount)
        object.member("old_presented", lineage.oldPresentedCount)
        object.member("live_access_tokens", model.liveAccessTokens(of: lineage.id, at: modelTime(now)))
    }

    private static func write(_ rule: FaultRule, to object: inout JSONWriter) {
        object.member("kind", rule.kind.rawValue)
        object.member("endpoint", rule.endpoint?.rawValue ?? "any")
        object.member("subject", orNull: rule.subject)
        object.member("skip", rule.skip)
        object.member("count", orNull: rule.remaining.map(Int64.init))
        object.member("latency_ms", rule.latencyMilliseconds)
    }
}
