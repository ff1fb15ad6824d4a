extension FaultRule {
    /// One element of `faults`; the members that a kind knows are in Docs/simulator.md.
    init(_ object: inout ControlObject) throws(ControlError) {
        guard let kind = try object.choice("kind", of: FaultKind.self) else {
            throw ControlError("a fault needs 'kind'")
        }
        let fault = try Fault(kind, &object)
        self.init(kind: kind, fault: fault)
        if let text = try object.string("endpoint") { endpoint = try Self.endpoint(text) }
        subject = try object.string("subject")
        skip = try object.integer("skip", in: 0...1_000_000) ?? 0
        remaining = try object.integer("count", in: 1...1_000_000)
        let latency = try object.integer("latency_ms", in: 0...600_000)
        guard fault != .latency || latency != nil else { throw ControlError("the fault 'latency' needs 'latency_ms'") }
        latencyMilliseconds = latency ?? 0
        try object.refuseUnread()
    }

    private static func endpoint(_ text: String) throws(ControlError) -> Endpoint? {
        if text == "any" { return nil }
        guard let endpoint = Endpoint(rawValue: text) else {
            throw ControlError("a fault's 'endpoint' must be one of token, revoke, discovery, userinfo, deletion, any")
        }
        return endpoint
    }
}

extension Fault {
    fileprivate init(_ kind: FaultKind, _ object: inout ControlObject) throws(ControlError) {
        switch kind {
        case .latency: self = .latency
        case .hold: self = .hold(try object.choice("when", of: Stage.self) ?? .before)
        case .drop: self = .drop(try object.choice("when", of: Stage.self) ?? .before)
        case .answer: self = .answer(try HTTPResponse(&object), try object.choice("when", of: Stage.self) ?? .before)
        case .quoteToken: self = .quoteToken(status: try object.integer("status", in: 400...599) ?? 400)
        case .truncated: self = .truncated(keep: try object.integer("keep", in: 0...60_000) ?? 10)
        case .huge: self = .huge(bytes: try object.integer("bytes", in: 0...(1 << 40)))
        case .drip:
            let pause = try object.integer("every_ms", in: 0...600_000) ?? 1000
            self = .drip(everyMilliseconds: pause, head: try object.bool("head") ?? false)
        case .member: self = .bent(.replace(name: try Self.name(&object), raw: try Self.raw(&object)))
        case .duplicate:
            guard let raw = try Self.raw(&object) else { throw ControlError("the fault 'duplicate' needs 'raw'") }
            self = .bent(.append(name: try Self.name(&object), raw: raw))
        case .invalidUTF8: self = .bent(.invalidUTF8)
        case .deep: self = .bent(.deep(levels: try object.integer("levels", in: 1...1_000_000) ?? 100_000))
        case .form: self = .bent(.form)
        case .unframed: self = .unframed
        case .chunked: self = .chunked(bytes: try object.integer("bytes", in: 1...60_000) ?? 16)
        }
    }

    private static func name(_ object: inout ControlObject) throws(ControlError) -> String {
        guard let name = try object.string("name") else { throw ControlError("the fault needs 'name' of the member") }
        return name
    }

    private static func raw(_ object: inout ControlObject) throws(ControlError) -> [UInt8]? {
        try object.string("raw").map { Array($0.utf8) }
    }
}

extension HTTPResponse {
    /// The answer that a test spells out: `status`, `body` and some header fields.
    fileprivate init(_ object: inout ControlObject) throws(ControlError) {
        self.init(status: try object.integer("status", in: 200...599) ?? 500)
        body = Array((try object.string("body") ?? "").utf8)
        let fields = [
            ("content_type", "Content-Type"), ("location", "Location"), ("retry_after", "Retry-After"),
            ("www_authenticate", "WWW-Authenticate"),
        ]
        for (member, header) in fields {
            guard let value = try object.string(member) else { continue }
            guard !value.utf8.contains(where: { $0 < 0x20 }) else {
                throw ControlError("a fault's '\(member)' must be one line")
            }
            headers.append(Header(name: header, value: value))
        }
    }
}
