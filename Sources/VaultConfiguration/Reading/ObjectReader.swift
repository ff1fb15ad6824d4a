import VaultCommandLine
import VaultJSON

/// Reads one object by its shape: reports what does not belong there and what is missing, and lends the rest.
struct ObjectReader {
    let field: Field
    let spec: ObjectSpec
    private let members: [String: JSONValue]

    init(_ field: Field, _ spec: ObjectSpec) {
        self.field = field
        self.spec = spec
        guard let members = field.value.members else {
            self.members = [:]
            field.report("must be an object in braces")
            return
        }
        // Of members that repeat a name the first is read; `DuplicateMembers` reports the others.
        self.members = Dictionary(members.map { ($0.name.string ?? "", $0.value) }) { first, _ in first }
        for member in members { checkName(member) }
        for member in spec.members where self.members[member.name] == nil {
            if case .required = member.need {
                field.report("\(member.name) is missing, add `\(member.name): \(member.type.sketch)`")
            }
        }
    }

    private func checkName(_ member: JSONValue.Member) {
        let name = member.name.string ?? ""
        guard !spec.members.contains(where: { $0.name == name }) else { return }
        let path = path(name)
        if member.value.kind == .string, SecretNames.looksSecret(name) {
            field.problems.add(
                "is not known here, and a secret must not stand in this file: take it out", at: path, member.name)
            return
        }
        let near = Spelling.nearest(to: name, among: spec.members.map(\.name))
        let hint = near.map { "did you mean `\($0)`?" } ?? "one of \(spec.members.map(\.name).joined(separator: ", "))"
        field.problems.add("is not known here, \(hint)", at: path, member.name)
    }

    func path(_ name: String) -> String { field.path.isEmpty ? name : "\(field.path).\(name)" }

    /// The member, where it is there.
    func member(_ name: String) -> Field? {
        precondition(spec.members.contains { $0.name == name }, "\(spec.shape) has no \(name)")
        return members[name].map { Field(value: $0, path: path(name), problems: field.problems) }
    }

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
        return members.map { entry in
            let path = "\(map.path).\(entry.name.string ?? "")"
            return (entry.name, Field(value: entry.value, path: path, problems: field.problems))
        }
    }
}
