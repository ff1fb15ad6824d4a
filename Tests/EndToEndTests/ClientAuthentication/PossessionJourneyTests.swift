import TestHarness
import Testing
import VaultClient
import VaultJSON

/// A vault at a provider that binds tokens to keys (RFC 9449) and holds each proof against key, request, clock, nonce and all that
/// came before.
@Suite(.timeLimit(.minutes(5))) struct PossessionJourneyTests {
    private static let alice = "user:default/alice"
    private static let selection = GrantSelection.subject(alice, provider: "sim")
    /// RFC 8037 appendix A: the key, and its thumbprint.
    private static let key = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
    private static let thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

    /// A public client: of it the refresh token is bound too.
    private func publicVault(
        _ sim: RunningSimulator, rotation: String = "rotates", more: String = ""
    ) async throws -> TestVault {
        let vault = try await TestVault(
            providers: """
                sim: {
                  issuer: "\(sim.process.baseURL)", client_id: "vault", client_authentication: "none",
                  rotation: "\(rotation)", dpop: true, \(more)
                },
                """)
        try await vault.start()
        return vault
    }

    private func publicSimulator(_ more: String...) throws -> RunningSimulator {
        try RunningSimulator(["--client-auth", "none", "--dpop"] + more)
    }

    private func put(
        _ sim: RunningSimulator, _ vault: TestVault, as subject: String = alice, key: String? = nil
    ) async throws -> VaultClient {
        let client = try VaultClient(socketPath: vault.workloadSocket)
        let minted = try sim.mint(key == nil ? "" : ",\"dpop_jkt\":\"\(Self.thumbprint)\"")
        var grant = NewGrant(subject: subject, provider: "sim", refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        grant.dpopKey = key.map(SecretText.init)
        _ = try await client.putGrant(grant)
        return client
    }

    private func refusal(_ body: () async throws -> Void) async throws -> RemoteError? {
        do {
            try await body()
            return nil
        } catch VaultClientError.refused(let error) {
            return error
        }
    }

    private func requests(_ sim: RunningSimulator) throws -> [SimulatedRequest] {
        let json = try sim.control("GET", "/sim/log")
        return (json["entries"]?.elements.map { Array($0) } ?? []).compactMap(SimulatedRequest.init)
    }

    @Test func `an API takes the token with a proof from the vault, and not without, nor twice with the same`()
        async throws
    {
        let sim = try publicSimulator()
        let vault = try await publicVault(sim)
        let client = try await put(sim, vault)
        let address = sim.process.baseURL + "/userinfo"
        func use(_ token: AccessToken, _ scheme: String) throws -> Int? {
            let api = try sim.connect()
            let proof = token.proof.map { "\r\nDPoP: \($0.unprotectedString())" } ?? ""
            api.send("GET", "/userinfo", "", authorization: "\(scheme) \(token.secret.unprotectedString())\(proof)")
            return api.answer()?.status
        }
        let token = try await client.token(for: Self.selection, proving: ProvedRequest("GET", address + "?a=b"))
        #expect(token.type == "DPoP")
        #expect(try use(token, "Bearer") == 401)
        #expect(try use(token, "DPoP") == 200)
        #expect(try use(token, "DPoP") == 401)
        let plain = try await client.token(for: Self.selection)
        #expect(plain.type == "DPoP" && plain.proof == nil)
        #expect(try use(plain, "DPoP") == 401)
        let other = try await client.token(for: Self.selection, proving: ProvedRequest("POST", address))
        // It lay ready in memory, and a proof was made all the same.
        #expect(other.proof != nil)
        #expect(try use(other, "DPoP") == 401)
        #expect(other.generation == 2)
        let delegation = try await client.createDelegation(
            DelegationOffer(of: Self.selection, to: "me", expiresInSeconds: 60))
        let delegated = try await client.token(delegation: delegation.secret, proving: ProvedRequest("GET", address))
        #expect(try use(delegated, "DPoP") == 200)
        await vault.stop()
    }

    @Test func `the key stays through refreshes, restarts, master keys and a backup that is put back`() async throws {
        let sim = try publicSimulator("--rotation", "none")
        let vault = try await publicVault(sim, rotation: "none")
        let client = try await put(sim, vault)
        _ = try await client.token(for: Self.selection)
        let rotated = try await Program.run(
            "vaultctl", ["key", "rotate", "--destroy-old", "--json", "--socket", vault.adminSocket])
        #expect(rotated.ending == .exit(0), "\(rotated.errors)")
        _ = try await client.token(for: Self.selection, forceRefresh: true)
        let backup = vault.folder.file("backup.db")
        _ = try await VaultClient(socketPath: vault.adminSocket).createBackup(backup)
        _ = try await client.token(for: Self.selection, forceRefresh: true)
        await vault.stop()
        let restored = try await vault.vaultd("restore", backup, "--lose-newer-changes")
        #expect(restored.ending == .exit(0), "\(restored.errors)")
        let deep = try await vault.vaultd("check", "--deep")
        #expect(deep.ending == .exit(0), "\(deep.errors)")
        // The refresh token, its key and the access token.
        #expect(deep.output.contains("3 sealed values open"), "\(deep.output)")
        try await vault.start()
        _ = try await VaultClient(socketPath: vault.workloadSocket).token(for: Self.selection, forceRefresh: true)
        await vault.stop()
        let seen = try requests(sim)
        #expect(seen.map(\.verdict) == ["kept", "kept", "kept", "kept"])
        #expect(Set(seen.map(\.key)).count == 1)
        #expect(seen.first?.key != nil)
    }

    @Test func `a key of the sign-in is used, and what is bound to it is refused with another`() async throws {
        let sim = try publicSimulator()
        let vault = try await publicVault(sim)
        let client = try await put(sim, vault, key: Self.key)
        #expect(try await client.token(for: Self.selection).generation == 2)
        #expect(try requests(sim).last?.key == Self.thumbprint)
        // Bound to the same key, which this grant is not given.
        let bound = try sim.mint(",\"dpop_jkt\":\"\(Self.thumbprint)\"")
        _ = try await client.putGrant(
            NewGrant(subject: "user:default/bob", provider: "sim", refreshToken: SecretText(bound.refreshToken)))
        let error = try await refusal { _ = try await client.token(for: .subject("user:default/bob", provider: "sim")) }
        #expect(error?.kind == .reauthRequired && error?.reason == "refresh_token_refused")
        #expect(try requests(sim).last?.verdict == "other_key")
        await vault.stop()
        let everything = vault.auditLines().joined() + (vault.daemon?.standardError ?? "")
        #expect(!everything.contains(Self.key))
    }

    @Test func `a nonce that the provider wants, and changes, costs one more request and no grant`() async throws {
        let sim = try publicSimulator()
        let vault = try await publicVault(sim)
        let client = try await put(sim, vault)
        _ = try sim.control("POST", "/sim/dpop", #"{"require_nonce":true}"#)
        #expect(try await client.token(for: Self.selection).generation == 2)
        #expect(try await client.token(for: Self.selection, forceRefresh: true).generation == 3)
        _ = try sim.control("POST", "/sim/dpop", #"{"require_nonce":true}"#)
        #expect(try await client.token(for: Self.selection, forceRefresh: true).generation == 4)
        #expect(
            try requests(sim).map(\.verdict) == [
                "nonce_wanted", "refreshed", "refreshed", "nonce_wanted", "refreshed",
            ])
        _ = try sim.control("POST", "/sim/dpop", #"{"require_nonce":true,"tell_nonce":false}"#)
        let untold = try await refusal { _ = try await client.token(for: Self.selection, forceRefresh: true) }
        #expect(untold?.kind == .providerUnavailable && untold?.reason == "bad_answer")
        #expect(try await client.grant(Self.selection).status == .active)
        await vault.stop()
    }

    @Test func `a daemon that dies between the nonce and the tokens resolves the refresh as any other`() async throws {
        let sim = try publicSimulator("--rotation", "grace:3600")
        let vault = try await publicVault(
            sim, rotation: "rotates_with_grace", more: "rotation_grace: \"1h\", deadline: \"120s\",")
        let client = try await put(sim, vault)
        _ = try sim.control("POST", "/sim/dpop", #"{"require_nonce":true}"#)
        try sim.setFault(#"{"kind":"hold","when":"after","skip":1,"count":1}"#)
        let waiting = Task { try await client.token(for: Self.selection) }
        _ = try sim.log(count: 2, until: "processed")
        await vault.kill()
        _ = await waiting.result
        _ = try sim.control("POST", "/sim/release")
        try await vault.start()
        let next = try VaultClient(socketPath: vault.workloadSocket)
        #expect(try await next.token(for: Self.selection).generation == 2)
        let seen = try requests(sim)
        #expect(Set(seen.compactMap(\.key)).count == 1)
        #expect(seen.map(\.verdict).contains("grace"))
        await vault.stop()
    }

    @Test func `proofs go with any way of authenticating, also where a clock is off`() async throws {
        let sim = try RunningSimulator("--client-auth", "client_secret_jwt", "--dpop")
        let vault = try await TestVault(sim, more: "client_authentication: 'client_secret_jwt', dpop: true")
        try await vault.start()
        let client = try await put(sim, vault)
        _ = try sim.control("POST", "/sim/dpop", #"{"require_nonce":true}"#)
        #expect(try await client.token(for: Self.selection).generation == 2)
        _ = try sim.control("POST", "/sim/dpop", #"{"skew_seconds":3600}"#)
        let skewed = try await refusal { _ = try await client.token(for: Self.selection, forceRefresh: true) }
        #expect(skewed?.kind == .clientMisconfigured)
        #expect(skewed?.providerError == "invalid_dpop_proof")
        #expect(try await client.grant(Self.selection).status == .active)
        await vault.stop()
    }

    @Test func `without dpop in the entry such a provider is a fault of the registration, and no grant's`() async throws
    {
        let sim = try RunningSimulator("--dpop")
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try await put(sim, vault)
        let error = try await refusal { _ = try await client.token(for: Self.selection) }
        #expect(error?.kind == .clientMisconfigured && error?.providerError == "invalid_dpop_proof")
        #expect(try await client.grant(Self.selection).status == .active)
        var keyed = NewGrant(subject: Self.alice, provider: "sim", refreshToken: SecretText("rt"))
        keyed.dpopKey = SecretText(Self.key)
        let refused = try await refusal { [keyed] in _ = try await client.putGrant(keyed) }
        #expect(refused?.message.contains("dpop_key") == true)
        await vault.stop()
    }
}
