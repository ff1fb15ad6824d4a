import VaultCore
package import VaultJSON

/// Turns the text of a configuration into checked settings, or into the whole list of what is wrong with it.
package struct ConfigurationReader {
    let accounts: any AccountNames
    let problems = ProblemList()
    let repeatedMethods = RepeatedList<[Method]>()
    let repeatedProviders = RepeatedList<ProviderSelection>()

    package static let limits = JSONLimits(bytes: 1 << 20, depth: 12, members: 10_000)

    private init(accounts: any AccountNames) {
        self.accounts = accounts
    }

    /// - Parameter text: JSON5; as far as it was copied wiped with the last who holds the result, in case a secret stands in it.
    package static func read(
        _ text: [UInt8], accounts: any AccountNames
    ) throws(InvalidConfiguration) -> LoadedConfiguration {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(
                parsing: text, dialect: .json5, limits: limits, wipeOnRelease: true, refusesDuplicates: false)
        } catch {
            throw InvalidConfiguration(problems: [
                ConfigurationProblem(
                    position: error.position, path: "", message: "cannot be read: \(error.reason.sentence)")
            ])
        }
        let reader = ConfigurationReader(accounts: accounts)
        let settings = reader.settings(document.root)
        let found = reader.problems.inOrder
        guard let settings, found.isEmpty else { throw InvalidConfiguration(problems: found) }
        return LoadedConfiguration(settings: settings, document: document)
    }

    private func settings(_ root: JSONValue) -> VaultSettings? {
        reportDuplicates(in: root.document)
        let root = ObjectReader(Field(value: root, problems: problems), .root)
        let sealKey = root.member("seal_key").flatMap(sealSource)
        let store = root.object("store", .store)?.path(at: "path")
        let audit = root.object("audit", .audit).flatMap(self.audit)
        let sockets = root.object("sockets", .sockets).flatMap(self.sockets)
        let metrics = root.object("metrics", .metrics).flatMap { self.metrics($0, sockets) }
        let providers = self.providers(root)
        let clients = self.clients(root)
        let limits = root.object("limits", .limits).map(self.limits)
        let tokens = root.object("tokens", .tokens).map(self.tokens)
        let grants = root.object("grants", .grants).map(self.grants)
        let sessions = root.object("sessions", .sessions).map(self.sessions)
        let isDevelopment = root.bool("development") ?? false
        let identity = identity(root, isDevelopment: isDevelopment)
        let keys = root.object("keys", .keys).map(self.keys)
        let backupDirectory = root.object("backup", .backup)?.path(at: "directory")
        let loops = root.integer("loops")
        let drain = root.duration("drain")
        let allowsUnlockedMemory = root.bool("allow_unlocked_memory")
        guard let sealKey, let store, let audit, let sockets else { return nil }
        var settings = VaultSettings(
            storePath: store, sealKey: sealKey, workloadSocket: sockets.workload, adminSocket: sockets.admin,
            auditPath: audit.path, providers: providers, clients: clients)
        settings.audit = audit
        if let limits { settings.limits = limits }
        if let tokens { settings.tokens = tokens }
        settings.backupDirectory = backupDirectory
        settings.metrics = metrics
        if let keys { settings.keys = keys }
        if let grants { settings.grants = grants }
        if let sessions { settings.sessions = sessions }
        settings.identity = identity
        settings.isDevelopment = isDevelopment
        if let loops { settings.loops = Int(loops) }
        if let drain { settings.drainMilliseconds = drain }
        if let allowsUnlockedMemory { settings.allowsUnlockedMemory = allowsUnlockedMemory }
        return settings
    }

    /// Wherever they are, also where nothing is known.
    private func reportDuplicates(in document: JSONDocument) {
        for member in document.duplicates {
            problems.add("stands twice, first in line \(member.first.position.line): remove one", at: member.name)
        }
    }
}
