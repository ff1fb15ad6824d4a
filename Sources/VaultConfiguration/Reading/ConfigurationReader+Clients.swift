import VaultCore
import VaultJSON

extension ConfigurationReader {
    func clients(_ root: ObjectReader) -> [ClientSettings] {
        let providers = root.entries("providers").compactMap(\.name.string)
        var owners: [PeerSelector: String] = [:]
        return root.entries("clients").compactMap { name, field in
            let object = ObjectReader(field, .client)
            let clientName = clientName(name, field)
            let selectors = list(object, "match", .match).compactMap(selector)
            let rules = list(object, "allow", .rule).compactMap { rule($0, providers) }
            reportUnreachable(rules)
            for (place, selector) in selectors {
                if let owner = owners[selector] {
                    place.report(
                        "matches the same peers as client \(owner), who comes first: they would never be this client")
                } else {
                    owners[selector] = name.string
                }
            }
            return clientName.map {
                ClientSettings(
                    name: $0, selectors: selectors.map(\.selector), rules: rules.map(\.rule),
                    limits: object.object("limits", .clientLimits).map(self.limits) ?? .none)
            }
        }
    }

    private func limits(_ object: ObjectReader) -> ClientLimits {
        if let burst = object.member("burst"), object.member("calls_per_second") == nil {
            burst.report("has no effect without calls_per_second, add it")
        }
        return ClientLimits(
            callsPerSecond: object.integer("calls_per_second").map { Int($0) },
            burst: object.integer("burst").map { Int($0) },
            subjectCallsPerSecond: object.integer("subject_calls_per_second").map { Int($0) },
            subjectsPerHour: object.integer("subjects_per_hour").map { Int($0) },
            inFlight: object.integer("in_flight").map { Int($0) })
    }

    private func clientName(_ name: JSONValue, _ field: Field) -> ClientName? {
        do throws(InvalidValue) {
            return try ClientName(name.string ?? "")
        } catch {
            problems.add("the \(error.field) \(error.problem)", at: name)
            return nil
        }
    }

    func list(_ object: ObjectReader, _ name: String, _ spec: ObjectSpec) -> [ObjectReader] {
        guard let field = object.member(name) else { return [] }
        guard let elements = field.value.elements, field.value.count > 0 else {
            field.report("must be a non-empty array of objects, such as [{\(spec.members[0].name): …}]")
            return []
        }
        return elements.map { ObjectReader(Field(value: $0, problems: problems), spec) }
    }
}
