import VaultCommandLine
import VaultCore
import VaultJSON

/// The audit log, and where copies of its records go.
extension ConfigurationReader {
    func audit(_ object: ObjectReader) -> AuditSettings? {
        guard let path = object.path(at: "path") else { return nil }
        var settings = AuditSettings(path: path)
        settings.keyPath = object.path(at: "key")
        if let time = object.duration("seal_every") { settings.sealSeconds = time / 1_000 }
        if let size = object.integer("rotate_bytes") { settings.rotateBytes = size }
        if let age = object.duration("rotate_every") { settings.rotateSeconds = age / 1_000 }
        settings.keepSeconds = object.duration("keep").map { $0 / 1_000 }
        if let words = object.member("unrecorded") { settings.unrecorded = unrecorded(words) }
        settings.sinks = sinks(object)
        settings.alerts = object.object("alerts", .auditAlerts).map(alerts)
        return settings
    }

    /// What gives must never leave without a record, and how the daemon is may always be asked.
    private func unrecorded(_ field: Field) -> Set<Method.Consequence> {
        let words = ["ending": Method.Consequence.ending, "reading": .reading]
        guard let elements = field.value.elements else {
            field.report("must be an array of \"ending\" and \"reading\", or an empty one")
            return []
        }
        var found: Set<Method.Consequence> = []
        for element in elements {
            guard let word = element.string.flatMap({ words[$0] }) else {
                field.report("must have no value but \"ending\" and \"reading\"")
                continue
            }
            found.insert(word)
        }
        return found
    }

    private func sinks(_ object: ObjectReader) -> [SinkSettings] {
        var targets: [SinkTarget: String] = [:]
        return object.entries("sinks").compactMap { name, field in
            let object = ObjectReader(field, .auditSink)
            let sinkName = sinkName(name, field)
            let target = target(object)
            let format = object.choice("format", SinkFormat.self)
            let facility = object.choice("facility", SyslogFacility.self)
            let kinds = words(object, "kinds", AuditEvent.Kind.self)
            let outcomes = words(object, "outcomes", AuditEvent.Outcome.self)
            let backlog = object.integer("backlog_bytes")
            guard let sinkName, let target else { return nil }
            if case .stdout = target { object.member("facility")?.report("has no effect on stdout, leave it out") }
            if let other = targets[target] {
                field.report("sends to the same place as sink \(other): every record would be there twice")
            }
            targets[target] = sinkName.text
            var settings = SinkSettings(name: sinkName, target: target)
            if let format { settings.format = format }
            if let facility { settings.facility = facility }
            settings.kinds = kinds
            settings.outcomes = outcomes
            if let backlog { settings.backlogBytes = backlog }
            return settings
        }
    }

    private func sinkName(_ name: JSONValue, _ field: Field) -> SinkName? {
        do throws(InvalidValue) {
            return try SinkName(name.string ?? "")
        } catch {
            problems.add("the \(error.field) \(error.problem)", at: name)
            return nil
        }
    }

    private enum TypeWord: String, CaseIterable {
        case syslog
        case journald
        case stdout
    }

    private func target(_ object: ObjectReader) -> SinkTarget? {
        guard let type = object.choice("type", TypeWord.self) else { return nil }
        let field = object.member("address")
        switch type {
        case .stdout:
            field?.report("has no effect on stdout, leave it out")
            return .stdout
        case .journald:
            return socketPath(field, SinkTarget.usualJournalPath).map { .journald(path: $0) }
        case .syslog:
            if let field, let text = field.value.string, text.hasPrefix("tcp:") {
                guard case .loopback(let octets, let port)? = MetricsListen(String(text.dropFirst(4))) else {
                    field.report(
                        "must be a loopback address and a port behind tcp:, such as \"tcp:127.0.0.1:601\"; to send records to other "
                            + "machines, let the syslog daemon of this one forward them over TLS")
                    return nil
                }
                return .syslogStream(octets: octets, port: port)
            }
            return socketPath(field, SinkTarget.usualSyslogPath).map { .syslog(path: $0) }
        }
    }

    private func socketPath(_ field: Field?, _ usual: String) -> String? {
        guard let field else { return usual }
        guard let path = field.value.string else {
            field.report("must be a text in quotes")
            return nil
        }
        // sun_path holds 108 bytes with the final zero (unix(7)).
        if let problem = ObjectReader.problem(inPath: path, 107) {
            field.report(problem)
            return nil
        }
        return path
    }

    /// A non-empty array of words of one list; nil where it is not there.
    func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(
        _ object: ObjectReader, _ name: String, _ type: Word.Type
    ) -> Set<Word>? {
        guard let texts = object.member(name)?.texts("words, such as [\"\(Array(type.allCases)[0].rawValue)\"]") else {
            return nil
        }
        return Set(
            texts.compactMap { field in
                let text = field.value.string ?? ""
                if let word = Word(rawValue: text) { return word }
                let near = Spelling.nearest(to: text, among: type.allCases.map(\.rawValue))
                field.report("is not known here" + (near.map { ", did you mean \"\($0)\"?" } ?? ""))
                return nil
            })
    }
}
