import VaultJSON

extension HTTPResponse {
    /// The same answer with its JSON object bent; an answer without an object stays as it is.
    func bent(_ bend: BodyBend) -> HTTPResponse {
        guard let document = try? JSONDocument(parsing: body), let members = document.root.members else { return self }
        var writer = JSONWriter()
        switch bend {
        case .form: return asForm(members)
        case .append(let name, let raw):
            writer.object {
                Self.copy(members, to: &$0)
                $0.rawMember(name, raw)
            }
        case .replace(let name, let raw):
            writer.object {
                Self.copy(members, except: name, to: &$0)
                if let raw { $0.rawMember(name, raw) }
            }
        }
        var bent = self
        bent.body = writer.bytes
        return bent
    }

    private static func copy(_ members: JSONValue.Members, except left: String? = nil, to writer: inout JSONWriter) {
        for member in members where member.name.string != left {
            writer.name(member.name.string ?? "")
            member.value.withRawBytes { writer.raw(bytes: $0) }
        }
    }

    private func asForm(_ members: JSONValue.Members) -> HTTPResponse {
        let pairs = members.map { member in
            FormFields.encode(member.name.string ?? "") + "="
                + FormFields.encode(member.value.string ?? member.value.rawText)
        }
        let type = Header(name: "Content-Type", value: "application/x-www-form-urlencoded")
        return HTTPResponse(status: status, headers: [type], body: Array(pairs.joined(separator: "&").utf8))
    }
}
