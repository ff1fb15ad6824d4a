import VaultCore
import VaultJSON

/// That a rule fired: by which record, for whom, and how often it had counted.
struct Alert: Equatable {
    let rule: AlertRule
    /// Of the record with which it fired.
    let sequence: Int64
    var client: String?
    var subject: String?
    var provider: String?
    var grant: String?
    /// The record's kind.
    let cause: String
    let count: Int64

    /// Who it is about: the cooldown is for each of them.
    var key: String { [client, subject, provider, grant].map { $0 ?? "" }.joined(separator: "\n") }

    func tell(to writer: inout JSONWriter) {
        if let client { writer.member("client", client) }
        if let subject { writer.member("subject", subject) }
        if let provider { writer.member("provider", provider) }
        if let grant { writer.member("grant", grant) }
        writer.member("rule", rule.rawValue)
        writer.member("cause", cause)
        writer.member("record", sequence)
        writer.member("count", count)
    }
}
