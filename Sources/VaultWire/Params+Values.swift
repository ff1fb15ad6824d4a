import VaultCore
import VaultJSON

/// The parameters that several methods share.
extension Params {
    func subject() throws(InvalidValue) -> Subject? {
        try made("subject") { text throws(InvalidValue) in try Subject(text) }
    }

    func provider() throws(InvalidValue) -> ProviderName? {
        try made("provider") { text throws(InvalidValue) in try ProviderName(text) }
    }

    func account() throws(InvalidValue) -> Account? {
        try made("account") { text throws(InvalidValue) in try Account(text) }
    }

    func path(_ name: String) throws(InvalidValue) -> String? {
        guard let path = try text(name) else { return nil }
        guard (1...WireLimits.pathBytes).contains(path.utf8.count), path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else {
            throw InvalidValue(
                field: name, problem: "must have 1 to \(WireLimits.pathBytes) bytes and no control character")
        }
        return path
    }

    func grant(_ name: String) throws(InvalidValue) -> GrantID? {
        guard let handle = try text(name) else { return nil }
        guard let id = GrantID(handle: handle) else {
            throw InvalidValue(field: name, problem: "is not as the vault gave it out: copy it whole")
        }
        return id
    }

    func grantPlace(_ name: String) throws(InvalidValue) -> GrantPlace? {
        guard let text = try text(name) else { return nil }
        guard let place = GrantPlace(text) else {
            throw InvalidValue(field: name, problem: "is not as the vault gave it out: copy it whole")
        }
        return place
    }

    func masterKey() throws(InvalidValue) -> MasterKeyVersion? {
        try integer("version", in: 1...Int64.max).map(MasterKeyVersion.init(number:))
    }

    /// `grant`, or `subject` with `provider` and perhaps `account`; never both.
    func selector() throws(InvalidValue) -> GrantSelector {
        let (subject, provider, account) = (try subject(), try provider(), try account())
        guard let id = try grant("grant") else {
            guard let subject else {
                throw InvalidValue(field: "grant", problem: "is missing: give it, or subject with provider")
            }
            return .subject(subject, try provider.required("provider"), account)
        }
        guard subject == nil, provider == nil, account == nil else {
            throw InvalidValue(
                field: "grant", problem: "names the grant already: leave subject, provider and account out")
        }
        return .id(id)
    }

    /// nil where there is none; an empty list is refused, as it could be meant as none or as all.
    func scopes() throws(InvalidValue) -> ScopeSet? {
        guard let value = value("scopes") else { return nil }
        guard let elements = value.elements else { throw Self.wrongScopes }
        guard value.count > 0 else {
            throw InvalidValue(field: "scopes", problem: "is an empty list: leave it out, or name at least one")
        }
        var scopes: [String] = []
        for element in elements {
            guard let scope = element.string else { throw Self.wrongScopes }
            scopes.append(scope)
        }
        do throws(InvalidValue) {
            return try ScopeSet(scopes)
        } catch {
            throw InvalidValue(field: "scopes", problem: error.problem)
        }
    }

    private static let wrongScopes = InvalidValue(field: "scopes", problem: "must be a list of strings")

    /// A challenge as an API sends it (OpenID Connect Core §5.5): the text of a JSON object.
    func claims() throws(InvalidValue) -> String? {
        guard let text = try text("claims") else { return nil }
        guard text.utf8.count <= WireLimits.claimsBytes else {
            throw InvalidValue(field: "claims", problem: "is longer than \(WireLimits.claimsBytes) bytes")
        }
        guard let document = try? JSONDocument(parsing: Array(text.utf8)), document.root.kind == .object else {
            throw InvalidValue(
                field: "claims", problem: "must be the text of a JSON object: decode what the API sent first")
        }
        return text
    }

    func labels() throws(InvalidValue) -> [Label] {
        guard let value = value("labels") else { return [] }
        guard let members = value.members else { throw Self.wrongLabels }
        guard value.count <= Limits.labels else {
            throw InvalidValue(field: "labels", problem: "has more than \(Limits.labels) members")
        }
        var labels: [Label] = []
        for member in members {
            labels.append(try Self.label("labels", name: member.name.string, value: member.value.string))
        }
        return labels
    }

    private static let wrongLabels = InvalidValue(field: "labels", problem: "must be an object of strings")

    /// The one label that `grant.list` filters by.
    func label() throws(InvalidValue) -> Label? {
        guard let value = value("label") else { return nil }
        return try Self.label("label", name: value["name"]?.string, value: value["value"]?.string)
    }

    private static func label(_ field: String, name: String?, value: String?) throws(InvalidValue) -> Label {
        guard let name, let value else {
            throw field == "labels"
                ? wrongLabels
                : InvalidValue(field: field, problem: "must be an object with the strings name and value")
        }
        do throws(InvalidValue) {
            return try Label(name: name, value: value)
        } catch {
            throw InvalidValue(field: field, problem: "\(error.field) \(error.problem)")
        }
    }

    func pin() throws(InvalidValue) -> SubjectPin {
        guard let value = value("pin") else { return .none }
        guard value.kind == .object else {
            throw InvalidValue(field: "pin", problem: "must be an object with the strings sub and tid")
        }
        let pin = try Params(value)
        return SubjectPin(sub: try pin.identity("sub"), tenant: try pin.identity("tid"))
    }

    /// How the user had signed in; an absent member is a fact that is not known.
    func authentication() throws(InvalidValue) -> Authentication {
        try Authentication(
            acr: try text("acr"), amr: try texts("amr") ?? [],
            seconds: try integer("auth_time", in: 0...253_402_300_799))
    }

    func texts(_ name: String) throws(InvalidValue) -> [String]? {
        guard let value = value(name) else { return nil }
        let wrong = InvalidValue(field: name, problem: "must be a list of strings")
        guard let elements = value.elements else { throw wrong }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string else { throw wrong }
            texts.append(text)
        }
        return texts
    }

    /// Kept to the rule of accounts, which a `sub` is (OIDC Core §2).
    private func identity(_ name: String) throws(InvalidValue) -> String? {
        do throws(InvalidValue) {
            return try made(name) { text throws(InvalidValue) in try Account(text).text }
        } catch {
            throw InvalidValue(field: "pin.\(name)", problem: error.problem)
        }
    }
}
