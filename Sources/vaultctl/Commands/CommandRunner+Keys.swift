import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    func listKeys() async throws(CommandError) -> ExitCode {
        let attempt = "list the master keys"
        let result = try await ask(.keyStatus, attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let report = try read(attempt) { () throws(VaultClientError) in try result.masterKeyReport() }
            try print(KeyText.table(report.keys, now: console.now(), hasHeading: !isQuiet))
        }
        return .ok
    }

    func showKeys() async throws(CommandError) -> ExitCode {
        let attempt = "show the master keys"
        let result = try await ask(.keyStatus, attempt)
        let report = try read(attempt) { () throws(VaultClientError) in try result.masterKeyReport() }
        if isJSON {
            try printJSON(result)
        } else {
            try print(KeyText.table(report.keys, now: console.now(), hasHeading: !isQuiet))
            if !isQuiet { try print(KeyText.rewrap(report)) }
        }
        return .ok
    }

    func prepareKey() async throws(CommandError) -> ExitCode {
        let attempt = "prepare a master key"
        return try print(await ask(.prepareKey, attempt), attempt) { "master key \($0.version) is prepared" }
    }

    func activateKey() async throws(CommandError) -> ExitCode {
        let version = try version(isRequired: false)
        let attempt = "activate the master key"
        return try print(await ask(.activateKey(version), attempt), attempt) { "master key \($0.version) is active" }
    }

    func rewrapKeys() async throws(CommandError) -> ExitCode {
        let attempt = "rewrap the records"
        let result = try await ask(.rewrapKeys, attempt)
        if command.has("no-wait") {
            if isJSON { try printJSON(result) }
            return .ok
        }
        let begun = try read(attempt) { () throws(VaultClientError) in try result.masterKeyReport() }
        let (ended, report) = try await awaitRewrap(begun, attempt)
        if isJSON {
            try printJSON(ended)
        } else if !isQuiet {
            try print("\(max(0, begun.left - report.left)) records rewrapped, \(report.left) left\n")
        }
        return report.left == 0 ? .ok : .failed
    }

    func verifyKeys() async throws(CommandError) -> ExitCode {
        let attempt = "verify the record keys"
        let result = try await ask(.verifyKeys, attempt)
        let proof = try read(attempt) { () throws(VaultClientError) in try result.masterKeyProof() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print(KeyText.proof(proof))
        }
        return proof.bad == 0 ? .ok : .failed
    }

    func destroyKey() async throws(CommandError) -> ExitCode {
        guard let version = try version(isRequired: true) else { return .usage }
        let attempt = "destroy master key \(version)"
        let result = try await ask(.destroyKey(version), attempt)
        let isErased = try read(attempt) { () throws(VaultClientError) in try result.isErased() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print("master key \(version) is destroyed\n")
        }
        if !isErased { noteTraces(of: version) }
        return isErased ? .ok : .failed
    }

    // MARK: what these are made of

    /// Looks until the daemon is done, and shows how far it is.
    func awaitRewrap(
        _ begun: MasterKeyReport, _ attempt: String
    ) async throws(CommandError) -> (ResultReader, MasterKeyReport) {
        let bar = console.isNoteTerminal && !isQuiet && begun.left > 0 ? ProgressBar(total: begun.left) : nil
        while true {
            let result = try await ask(.keyStatus, attempt)
            let report = try read(attempt) { () throws(VaultClientError) in try result.masterKeyReport() }
            if let bar { console.note(bar.line(done: begun.left - report.left)) }
            guard report.isRewrapping else {
                if bar != nil { console.note("\n") }
                return (result, report)
            }
            await console.pause(milliseconds: 200)
        }
    }

    func noteTraces(of version: Int64) {
        console.note(
            "vaultctl: master key \(version) is destroyed, but its wrapped form was still found in the store's files: "
                + "a backup or a reader of another process kept the log from being cut; restart vaultd\n")
    }

    private func print(
        _ result: ResultReader, _ attempt: String, _ sentence: (MasterKeyRecord) -> String
    ) throws(CommandError) -> ExitCode {
        let key = try read(attempt) { () throws(VaultClientError) in try result.masterKey() }
        if isJSON {
            try printJSON(result)
        } else {
            try print(isQuiet ? "\(key.version)\n" : sentence(key) + "\n")
        }
        return .ok
    }

    private func version(isRequired: Bool) throws(CommandError) -> Int64? {
        guard let text = command.argument("version") else { return nil }
        guard let version = Int64(text), version > 0 else {
            throw .usage(
                UsageError("<version> must be a whole number from 1", hint: "see 'vaultctl key list'"))
        }
        return version
    }
}
