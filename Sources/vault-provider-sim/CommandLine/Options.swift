import VaultCommandLine

/// What the command line asked for, complete and checked.
struct Options: Equatable, Sendable {
    /// Where the client secret comes from, or goes to.
    enum SecretPlace: Equatable, Sendable {
        case read(String)
        case write(String)
        /// A client that signs with a key of its own has a public key here.
        case publicKey(String)
        /// A public client has none.
        case nowhere
    }

    let address: LoopbackAddress
    let baseURL: String?
    let profile: Profile?
    let rules: LineageRules
    let clientID: String
    let clientAuthentication: ClientAuthenticationMethod
    let basicEncoding: BasicEncoding
    let secretPlace: SecretPlace
    let burnsOnWrongClient: Bool
    let looksAtTokenFirst: Bool
    let wantsProofs: Bool
    let readyDescriptor: Int32?
    let endsWithStandardInput: Bool

    init(_ line: ParsedCommand) throws(UsageError) {
        guard let address = LoopbackAddress(line.value("listen") ?? "127.0.0.1:0") else {
            throw UsageError("--listen must be a loopback address and a port", hint: "write it as 127.0.0.1:0")
        }
        self.address = address
        // An issuer has no slash at its end, for its endpoints are appended.
        baseURL = line.value("base-url").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        profile = line.value("profile").flatMap(Profile.init)
        rules = try LineageRules(line, usual: profile?.rules ?? LineageRules())
        clientID = line.value("client-id") ?? "vault"
        clientAuthentication = line.choice("client-auth") ?? profile?.method ?? .any
        basicEncoding = line.choice("basic-encoding") ?? .form
        secretPlace = try Self.secretPlace(line, clientAuthentication)
        burnsOnWrongClient = line.has("burn-on-wrong-client")
        looksAtTokenFirst = line.has("token-first")
        wantsProofs = line.has("dpop")
        readyDescriptor = try line.integer("ready-fd", in: 1...1_048_576).map(Int32.init)
        endsWithStandardInput = line.has("until-stdin-closes")
    }

    private static func secretPlace(
        _ line: ParsedCommand, _ method: ClientAuthenticationMethod
    ) throws(UsageError) -> SecretPlace {
        let key = line.value("client-public-key")
        if (key != nil) != (method == .privateKeyJWT) {
            throw UsageError(
                "--client-public-key is for --client-auth private_key_jwt, which needs it",
                hint: "give both or neither")
        }
        switch (method, line.value("client-secret-file"), line.value("write-client-secret")) {
        case (.privateKeyJWT, nil, nil): return .publicKey(key ?? "")
        case (.none, nil, nil): return .nowhere
        case (.none, _, _), (.privateKeyJWT, _, _):
            throw UsageError(
                "a client with --client-auth \(method.rawValue) has no secret", hint: "leave the secret's file out")
        case (_, .some, .some):
            throw UsageError("--client-secret-file and --write-client-secret exclude each other", hint: "give one")
        case (_, .some(let file), nil): return .read(file)
        case (_, nil, .some(let file)): return .write(file)
        case (_, nil, nil):
            throw UsageError(
                "the client secret has no place",
                hint: "name a file with --client-secret-file, or a new one with "
                    + "--write-client-secret")
        }
    }
}
