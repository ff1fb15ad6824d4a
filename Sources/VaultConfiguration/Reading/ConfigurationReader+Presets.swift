import VaultCommandLine
import VaultCore
import VaultJSON

/// What a provider's entry takes from the table of presets.
extension ConfigurationReader {
    func preset(_ object: ObjectReader) -> ProviderPreset? {
        guard let field = object.member("preset") else { return nil }
        let name = field.value.string ?? ""
        if let preset = ProviderPreset.named(name) { return preset }
        let names = ProviderPreset.all.map(\.name)
        let hint = Spelling.nearest(to: name, among: names).map { ", did you mean \"\($0)\"?" } ?? ""
        field.report("must be one of \(names.map { "\"\($0)\"" }.joined(separator: ", "))\(hint)")
        return nil
    }

    /// The preset's addresses, but for those that the entry names itself.
    func addresses(_ preset: ProviderPreset?, _ object: ObjectReader) -> PresetAddresses {
        guard let preset else {
            object.member("placeholders")?.report("has a meaning only with a preset, write the addresses themselves")
            return PresetAddresses()
        }
        let issuer = object.member("issuer") == nil ? preset.issuer?.value : nil
        let token = object.member("token_endpoint") == nil ? preset.tokenEndpoint?.value : nil
        var revocation = object.member("revocation_endpoint") == nil ? preset.revocationEndpoint?.value : nil
        if object.member("revocation")?.value.string == RevocationStyle.none.rawValue { revocation = nil }
        let values = values(preset, object, templates: [issuer, token, revocation].compactMap { $0 })
        let fill = { (template: String?) in template.flatMap { self.filled($0, values, object) } }
        return PresetAddresses(issuer: fill(issuer), tokenEndpoint: fill(token), revocationEndpoint: fill(revocation))
    }

    /// Nil where a value is missing, which has been reported.
    private func filled(_ template: String, _ values: [String: String], _ object: ObjectReader) -> String? {
        let address = PresetAddresses.fill(template, values)
        guard !address.contains("{") else { return nil }
        guard let problem = Endpoint.problem(address) else { return address }
        (object.member("placeholders") ?? object.field).report("make an address that \(problem)")
        return nil
    }

    private func values(_ preset: ProviderPreset, _ object: ObjectReader, templates: [String]) -> [String: String] {
        var values = Dictionary(
            uniqueKeysWithValues: preset.placeholders.compactMap { place in place.usual.map { (place.name, $0) } })
        let wanted = { (name: String) in templates.contains { $0.utf8.firstPlace(of: "{\(name)}".utf8) != nil } }
        let given = object.member("placeholders").map { placeholders($0, preset, wanted) } ?? [:]
        values.merge(given) { $1 }
        for place in preset.placeholders where values[place.name] == nil && wanted(place.name) {
            let isMarred = object.member("placeholders")?.value[place.name] != nil
            guard !isMarred else { continue }
            (object.member("placeholders") ?? object.field).report(
                "the preset \"\(preset.name)\" needs `placeholders: {\(place.name): \"\(place.example)\"}`")
        }
        if wanted("client_id"), let id = object.member("client_id")?.value.string {
            if PresetAddresses.mayStand(id) {
                values["client_id"] = id
            } else {
                object.member("client_id")?.report(
                    "cannot stand in the preset's address, which names it: write revocation_endpoint yourself")
            }
        }
        return values
    }

    private func placeholders(
        _ field: Field, _ preset: ProviderPreset, _ wanted: (String) -> Bool
    ) -> [String: String] {
        guard let members = field.value.members else {
            field.report("must be an object of texts, such as {domain: \"example.com\"}")
            return [:]
        }
        var values: [String: String] = [:]
        for member in members {
            let name = member.name.string ?? ""
            let inner = Field(value: member.value, problems: problems)
            if let problem = Self.problem(inPlaceholder: name, member.value, preset, wanted) {
                inner.report(problem)
            } else {
                values[name] = member.value.string
            }
        }
        return values
    }

    private static func problem(
        inPlaceholder name: String, _ value: JSONValue, _ preset: ProviderPreset, _ wanted: (String) -> Bool
    ) -> String? {
        guard let place = preset.placeholders.first(where: { $0.name == name }) else {
            let names = preset.placeholders.map(\.name)
            return "is none of the preset \"\(preset.name)\", which has "
                + (names.isEmpty ? "none" : names.joined(separator: ", "))
        }
        guard let text = value.string, PresetAddresses.mayStand(text) else {
            return "must be a text of letters, digits and - . _ : in quotes, such as \"\(place.example)\""
        }
        return wanted(name) ? nil : "has no effect, the addresses that it is for are written out here: leave it out"
    }

    /// Overrides that would send something where nobody meant it to go, or do nothing.
    func checkOverrides(_ preset: ProviderPreset, _ addresses: PresetAddresses, _ object: ObjectReader) {
        if addresses.tokenEndpoint != nil, let issuer = object.member("issuer") {
            issuer.report(
                "has no effect: the preset \"\(preset.name)\" names a token_endpoint, which goes before discovery; "
                    + "write that, or leave this out"
            )
        }
        guard let field = object.member("token_endpoint"), let given = field.value.string,
            let revocation = addresses.revocationEndpoint, let own = preset.tokenEndpoint?.value,
            !PresetAddresses.areNeighbours(given, own), !PresetAddresses.areNeighbours(given, revocation)
        else { return }
        field.report(
            "is at another host than the preset's, which would still be sent tokens to revoke (\(revocation)): write "
                + "revocation_endpoint, too, or revocation: \"none\"")
    }
}
