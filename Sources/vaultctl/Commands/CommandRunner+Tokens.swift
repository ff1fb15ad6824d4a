import VaultClient
import VaultCommandLine

extension CommandRunner {
    func getToken() async throws(CommandError) -> ExitCode {
        let (call, attempt) = try tokenCall()
        let result = try await ask(call, attempt)
        if console.isOutputTerminal {
            note("warning: the token is printed to the screen, use it as $(vaultctl token get ...) or pipe it")
        }
        if isJSON {
            try printJSON(result)
        } else {
            let token = try read(attempt) { () throws(VaultClientError) in try result.accessToken() }
            guard console.out(token.secret), !console.isOutputTerminal || console.out("\n") else { throw .notDelivered }
        }
        return .ok
    }

    /// Of a grant, or by a delegation whose secret is never an argument.
    private func tokenCall() throws(CommandError) -> (ClientCall, attempt: String) {
        let scopes = command.values("scope").isEmpty ? nil : command.values("scope")
        let (life, forceRefresh) = (try minimumLife(), command.has("force-refresh"))
        let proof = try provedRequest()
        guard command.has("delegation-stdin") else {
            guard command.argument("grant-or-subject") != nil else {
                throw .usage(
                    UsageError(
                        "'token get' needs <grant-or-subject>, or --delegation-stdin",
                        hint: "vaultctl token get user:default/alice github"))
            }
            let selection = try selection()
            return (
                .getToken(
                    selection, scopes: scopes, minimumLifeSeconds: life, forceRefresh: forceRefresh, session: nil,
                    proof: proof),
                "get a token of \(selection.owner)"
            )
        }
        guard command.argument("grant-or-subject") == nil, command.value("account") == nil else {
            throw .usage(
                UsageError("a delegation names the grant already", hint: "leave user, provider and account out"))
        }
        return (
            .redeemToken(
                try delegationSecret(), scopes: scopes, minimumLifeSeconds: life, forceRefresh: forceRefresh,
                session: nil, proof: proof),
            "get a token by delegation"
        )
    }

    /// A proof is no use without its token, nor both in one line of text.
    private func provedRequest() throws(CommandError) -> ProvedRequest? {
        guard let url = command.value("proof-url") else {
            guard command.value("proof-method") == nil, command.value("proof-nonce") == nil else {
                throw .usage(UsageError("a proof needs the address of its request", hint: "add --proof-url"))
            }
            return nil
        }
        guard isJSON else {
            throw .usage(UsageError("a proof is shown with --json only", hint: "add --json"))
        }
        return ProvedRequest(command.value("proof-method") ?? "GET", url, nonce: command.value("proof-nonce"))
    }

    /// In seconds, rounded up: never less than was asked for.
    private func minimumLife() throws(CommandError) -> Int64? {
        let life = try usage { () throws(UsageError) in try command.milliseconds("min-ttl") }
        guard let life else { return nil }
        guard life <= 86_400_000 else {
            throw .usage(UsageError("--min-ttl must be one day at most", hint: "write 1d"))
        }
        return (life + 999) / 1000
    }
}
