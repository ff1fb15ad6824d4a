import VaultCore
import VaultJSON

extension ResolvedIdentity {
    func write(to writer: inout JSONWriter) {
        writer.member("subject", subject.text)
        writer.member("roles", roles.map(\.text))
        writer.member("rule", rule.text)
    }
}
