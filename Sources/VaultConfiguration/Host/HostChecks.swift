import VaultCore

/// Holds a configuration against this machine: whoever could change a file or directory that the vault trusts would own
/// the vault.
package struct HostChecks {
    let files: any FileFactsSource
    /// Effective uid of the daemon.
    let uid: UInt32

    package init(files: any FileFactsSource, uid: UInt32) {
        self.files = files
        self.uid = uid
    }

    /// Everything that is unsafe or missing, in the order of the file.
    ///
    /// - Parameter path: where the configuration was read from.
    package func problems(of configuration: LoadedConfiguration, path: String) -> [ConfigurationProblem] {
        var findings: [Finding] = []
        findings += checkConfigurationFile(path)
        findings += checkPaths(configuration.settings)
        findings += checkProviders(configuration.settings)
        return findings.enumerated()
            .map { (offset: $0.offset, position: configuration.position(of: $0.element.member), $0.element) }
            .sorted { ($0.position, $0.offset) < ($1.position, $1.offset) }
            .map { ConfigurationProblem(position: $0.position, path: $0.2.member, message: $0.2.message) }
    }

    /// A sentence about one member of the configuration.
    struct Finding {
        let member: String
        let message: String
    }

    private func checkConfigurationFile(_ path: String) -> [Finding] {
        let file = Subject(path: path, name: "the configuration file \(path)", member: "")
        return checkFile(file, forbidden: 0o022, advice: "chmod go-w \(path)", followingLinks: true)
    }

    private func checkPaths(_ settings: VaultSettings) -> [Finding] {
        var findings: [Finding] = []
        if case .key(let source) = settings.sealKey { findings += checkSecret(source, "seal_key", isKey: true) }
        findings += checkDirectory(of: settings.storePath, "store.path", "store")
        if exists(settings.storePath) {
            let store = Subject(path: settings.storePath, name: "the store \(settings.storePath)", member: "store.path")
            findings += checkFile(store, forbidden: 0o077, advice: "chmod 0600 \(settings.storePath)")
        }
        findings += checkDirectory(of: settings.auditPath, "audit.path", "audit log")
        if exists(settings.auditPath) {
            let log = Subject(
                path: settings.auditPath, name: "the audit log \(settings.auditPath)", member: "audit.path")
            findings += checkFile(log, forbidden: 0o027, advice: "chmod 0640 \(settings.auditPath)")
        }
        if exists(settings.auditKeyPath) {
            let key = Subject(
                path: settings.auditKeyPath, name: "the audit key \(settings.auditKeyPath)", member: "audit.key")
            findings += checkFile(key, forbidden: 0o077, advice: "chmod 0400 \(settings.auditKeyPath)")
        }
        if let program = settings.audit.alerts?.command {
            findings += checkSecret(.command(argv: program), "audit.alerts", isKey: false)
        }
        findings += checkDirectory(of: settings.workloadSocket.path, "sockets.workload.path", "workload socket")
        findings += checkDirectory(of: settings.adminSocket.path, "sockets.admin.path", "admin socket")
        if case .unix(let path)? = settings.metrics {
            findings += checkDirectory(of: path, "metrics.listen", "metrics socket")
        }
        return findings
    }

    private func checkProviders(_ settings: VaultSettings) -> [Finding] {
        settings.providers.flatMap { provider -> [Finding] in
            let member = "providers.\(provider.name.text)"
            var findings = provider.credentialSources.flatMap {
                checkSecret($0.source, "\(member).\($0.member)", isKey: false)
            }
            if let path = provider.caFile {
                let file = Subject(path: path, name: "the certificates \(path)", member: "\(member).ca_file")
                findings += checkFile(file, forbidden: 0o022, advice: "chmod go-w \(path)", followingLinks: true)
            }
            return findings
        }
    }

    private func checkSecret(_ source: SecretSource, _ member: String, isKey: Bool) -> [Finding] {
        switch source {
        case .file(let path):
            let file = Subject(path: path, name: isKey ? "the key file \(path)" : "\(path)", member: "\(member).file")
            let missing = isKey ? "make one with `vaultd init`, or correct the path" : nil
            return checkFile(file, forbidden: 0o077, advice: "chmod 0400 \(path)", missing: missing)
        case .command(let argv):
            let path = argv.first ?? ""
            let file = Subject(path: path, name: "the program \(path)", member: "\(member).command")
            return checkFile(file, forbidden: 0o022, advice: "chmod go-w \(path)", followingLinks: true)
        // Given by the service manager at the start, nothing to look at in the file system.
        case .credential, .environment: return []
        }
    }
}
