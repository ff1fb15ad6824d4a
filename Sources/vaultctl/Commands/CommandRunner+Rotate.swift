import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    /// Each step is durable in the daemon before the next one begins.
    func rotateKeys() async throws(CommandError) -> ExitCode {
        let version = try await makeActive()
        let begun = try await report(.rewrapKeys)
        let (_, rewrapped) = try await awaitRewrap(begun, Self.attempt)
        step("\(max(0, begun.left - rewrapped.left)) records rewrapped, \(rewrapped.left) left")
        let result = try await ask(.verifyKeys, Self.attempt)
        let proof = try read(Self.attempt) { () throws(VaultClientError) in try result.masterKeyProof() }
        step(String(KeyText.proof(proof).dropLast()))
        let isProven = proof.bad == 0 && rewrapped.left == 0
        let destroyed = isProven && command.has("destroy-old") ? try await destroyOld(rewrapped) : []
        if !command.has("destroy-old") {
            for key in rewrapped.keys where key.state == "retiring" { step(KeyText.keeping(key)) }
        }
        if isJSON {
            try print(Self.json(version, begun.left - rewrapped.left, proof, destroyed))
        } else if isQuiet {
            try print("\(version)\n")
        }
        return isProven && destroyed.allSatisfy(\.isErased) ? .ok : .failed
    }

    private static let attempt = "rotate the master key"

    private func makeActive() async throws(CommandError) -> Int64 {
        let prepared = try await ask(.prepareKey, Self.attempt)
        let key = try read(Self.attempt) { () throws(VaultClientError) in try prepared.masterKey() }
        step("master key \(key.version) is prepared")
        try await activate(key.version)
        step("master key \(key.version) is active")
        return key.version
    }

    /// Another rotation that is being refused is in the way for that moment: as long as the key that was prepared here still is, it is
    /// asked again. Else both would lose.
    private func activate(_ version: Int64) async throws(CommandError) {
        for _ in 0..<Self.tries {
            if try await activateUnlessBusy(version) { return }
            let isPrepared = try await report(.keyStatus).keys.contains {
                $0.version == version && $0.state == "prepared"
            }
            guard isPrepared else { break }
        }
        _ = try await ask(.activateKey(version), Self.attempt)
    }

    private static let tries = 100

    /// - Returns: false for a conflict.
    private func activateUnlessBusy(_ version: Int64) async throws(CommandError) -> Bool {
        do throws(VaultClientError) {
            _ = try await vault.perform(.activateKey(version))
            return true
        } catch {
            if case .refused(let refusal) = error, refusal.kind == .conflict { return false }
            throw .failure(Failure(attempt: Self.attempt, error: error))
        }
    }

    private func destroyOld(
        _ report: MasterKeyReport
    ) async throws(CommandError) -> [(version: Int64, isErased: Bool)] {
        var destroyed: [(version: Int64, isErased: Bool)] = []
        for key in report.keys where key.state == "retiring" {
            let result = try await ask(.destroyKey(key.version), Self.attempt)
            let isErased = try read(Self.attempt) { () throws(VaultClientError) in try result.isErased() }
            step("master key \(key.version) is destroyed")
            if !isErased { noteTraces(of: key.version) }
            destroyed.append((key.version, isErased))
        }
        return destroyed
    }

    private func report(_ call: ClientCall) async throws(CommandError) -> MasterKeyReport {
        let result = try await ask(call, Self.attempt)
        return try read(Self.attempt) { () throws(VaultClientError) in try result.masterKeyReport() }
    }

    /// Said at once, as the next step may take long.
    private func step(_ sentence: String) {
        if !isJSON && !isQuiet { _ = console.out(sentence + "\n") }
    }

    private static func json(
        _ version: Int64, _ rewrapped: Int64, _ proof: MasterKeyProof, _ destroyed: [(version: Int64, isErased: Bool)]
    ) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("version", version)
            writer.member("rewrapped", max(0, rewrapped))
            writer.member("good", proof.good)
            writer.member("bad", proof.bad)
            writer.member(
                "destroyed",
                array: { writer in
                    for key in destroyed {
                        writer.object { writer in
                            writer.member("version", key.version)
                            writer.member("erased", key.isErased)
                        }
                    }
                })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
