import Synchronization
package import VaultCore

/// Audit events as numbers: the one place where an event becomes a metric. What has a provider or a method is also counted by it,
/// where those come from the configuration.
package final class EventCounts: Sendable {
    private struct ByProvider {
        var minted: UInt64 = 0
        var heldBack: UInt64 = 0
        var reauth: [ReauthReason: UInt64] = [:]
    }

    private let kinds = Dictionary(
        uniqueKeysWithValues: AuditEvent.Kind.allCases.enumerated().map { ($0.element, $0.offset) })
    private let events = CounterTable(
        rows: AuditEvent.Kind.allCases.count, columns: AuditEvent.Outcome.allCases.count)
    private let denied = CounterTable(columns: Method.indexCount)
    private let byProvider = Mutex<[ProviderName: ByProvider]>([:])

    package init() {}

    package func note(_ event: AuditEvent) {
        guard let kind = kinds[event.kind] else { return }
        events.add(row: kind, column: Self.column(event.outcome))
        switch event.kind {
        case .decision:
            if event.outcome == .deny, let method = event.method { denied.add(column: method.index) }
        case .tokenMinted: change(event.provider) { $0.minted += 1 }
        case .providerHeldBack: change(event.provider) { $0.heldBack += 1 }
        case .reauthRequired:
            guard let reason = event.reason.flatMap(ReauthReason.init(rawValue:)) else { return }
            change(event.provider) { $0.reauth[reason, default: 0] += 1 }
        default: break
        }
    }

    /// - Parameter served: decisions that were made and recorded on the loops, without an event.
    package func tell(to exposition: inout Exposition, providers: [ProviderName], served: UInt64) {
        for kind in AuditEvent.Kind.allCases {
            for outcome in AuditEvent.Outcome.allCases {
                var count = number(kind, outcome)
                if kind == .decision, outcome == .allow { count += served }
                if count > 0 { exposition.add(.auditEvents, [kind.rawValue, outcome.rawValue], count) }
            }
        }
        for method in Method.allCases {
            exposition.add(.deniedRequests, [method.rawValue], denied.number(column: method.index))
        }
        exposition.add(.reuseDetected, ["session"], number(.sessionReused))
        tellProviders(to: &exposition, providers)
    }

    /// All that is configured has its series from the start: a rate shows the first event, too.
    private func tellProviders(to exposition: inout Exposition, _ providers: [ProviderName]) {
        let counts = byProvider.withLock { $0 }
        var lost: UInt64 = 0
        for count in counts.values { lost += count.reauth[.lostRotation] ?? 0 }
        exposition.add(.lostRotations, [], lost)
        for provider in Set(providers).union(counts.keys).sorted(by: { $0.text < $1.text }) {
            let count = counts[provider] ?? ByProvider()
            exposition.add(.tokensMinted, [provider.text], count.minted)
            exposition.add(.heldBack, [provider.text], count.heldBack)
            for reason in ReauthReason.allCases {
                exposition.add(.reauthRequired, [provider.text, reason.rawValue], count.reauth[reason] ?? 0)
            }
        }
    }

    private func number(_ kind: AuditEvent.Kind) -> UInt64 {
        AuditEvent.Outcome.allCases.reduce(0) { $0 + number(kind, $1) }
    }

    private func number(_ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome) -> UInt64 {
        kinds[kind].map { events.number(row: $0, column: Self.column(outcome)) } ?? 0
    }

    private func change(_ provider: ProviderName?, _ body: (inout ByProvider) -> Void) {
        guard let provider else { return }
        byProvider.withLock { body(&$0[provider, default: ByProvider()]) }
    }

    private static func column(_ outcome: AuditEvent.Outcome) -> Int {
        switch outcome {
        case .allow: 0
        case .deny: 1
        case .done: 2
        case .failed: 3
        }
    }
}
