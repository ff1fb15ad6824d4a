import VaultJSON

/// Finds members that repeat the name of an earlier one in the same object, wherever they are.
enum DuplicateMembers {
    static func report(in value: JSONValue, path: String = "", to problems: ProblemList) {
        switch value.kind {
        case .null, .bool, .number, .string: return
        case .array:
            for (index, element) in value.elementList.enumerated() {
                report(in: element, path: "\(path)[\(index)]", to: problems)
            }
        case .object:
            var first: [[UInt8]: JSONPosition] = [:]
            for member in value.memberList {
                let name = member.name.string ?? ""
                let inner = path.isEmpty ? name : "\(path).\(name)"
                // By bytes: a String would take canonically equivalent names for one.
                if let earlier = first[Array(name.utf8)] {
                    problems.add("stands twice, first in line \(earlier.line): remove one", at: inner, member.name)
                } else {
                    first[Array(name.utf8)] = member.name.position
                }
                report(in: member.value, path: inner, to: problems)
            }
        }
    }
}
