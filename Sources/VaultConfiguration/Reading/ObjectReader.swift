import VaultCommandLine
import VaultJSON

/// Reads one object by its shape: reports what does not belong there and what is missing, and lends the rest.
struct ObjectReader {
    let field: Field
    let spec: ObjectSpec
    private let names: NameSieve

    init(_ field: Field, _ spec: ObjectSpec) {
        self.field = field
        self.spec = spec
        names = NameSieve(field.value)
        guard let members = field.value.members else {
            field.report("must be an object in braces")
            return
        }
        for member in members { checkName(member) }
        for member in spec.members {
            if case .required = member.need, value(member.name) == nil {
                field.report("\(member.name) is missing, add `\(member.name): \(member.type.sketch)`")
            }
        }
    }

    private func checkName(_ member: JSONValue.Member) {
        guard !spec.members.contains(where: { member.name.isString($0.name) }) else { return }
        let name = member.name.string ?? ""
        if member.value.kind == .string, SecretNames.looksSecret(name) {
            field.problems.add(
                "is not known here, and a secret must not stand in this file: take it out", at: member.name)
            return
        }
        let near = Spelling.nearest(to: name, among: spec.members.map(\.name))
        let hint = near.map { "did you mean `\($0)`?" } ?? "one of \(spec.members.map(\.name).joined(separator: ", "))"
        field.problems.add("is not known here, \(hint)", at: member.name)
    }

    /// The member, where it is there; of those that repeat a name the first.
    func member(_ name: String) -> Field? {
        // A slip of ours, which the first test that reads this member meets: a thousand rules are not asked about it again.
        assert(spec.members.contains { $0.name == name }, "\(spec.shape) has no \(name)")
        return value(name).map { Field(value: $0, problems: field.problems) }
    }

    private func value(_ name: String) -> JSONValue? { names.mayHold(name) ? field.value[name] : nil }

    func type(of name: String) -> MemberType {
        guard let member = spec.members.first(where: { $0.name == name }) else {
            preconditionFailure("\(spec.shape) has no \(name)")
        }
        return member.type
    }

    /// An object inside, where it is there.
    func object(_ name: String, _ spec: ObjectSpec) -> ObjectReader? {
        member(name).map { ObjectReader($0, spec) }
    }

    /// The entries of an object with free names, in the order of the file.
    func entries(_ name: String) -> [(name: JSONValue, field: Field)] {
        guard let map = member(name) else { return [] }
        guard let members = map.value.members else {
            map.report("must be an object in braces")
            return []
        }
        return members.map { ($0.name, Field(value: $0.value, problems: field.problems)) }
    }
}
