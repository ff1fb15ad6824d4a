/// What the command line asked for, complete and checked.
struct Options: Equatable, Sendable {
    /// Where the client secret comes from, or goes to.
    enum SecretPlace: Equatable, Sendable {
        case read(String)
        case write(String)
        /// A public client has none.
        case nowhere
    }

    var listen = "127.0.0.1:0"
    var baseURL: String?
    var rules = LineageRules()
    var clientID = "vault"
    var clientAuthentication: ClientAuthenticationMethod = .any
    var basicEncoding: BasicEncoding = .form
    var clientSecretFile: String?
    var writeClientSecret: String?
    var readyDescriptor: Int32 = 1
    var endsWithStandardInput = false

    func address() throws(UsageError) -> LoopbackAddress {
        guard let address = LoopbackAddress(listen) else {
            throw UsageError("--listen wants a loopback address such as 127.0.0.1:0, not '\(listen)'")
        }
        return address
    }

    func secretPlace() throws(UsageError) -> SecretPlace {
        switch (clientAuthentication, clientSecretFile, writeClientSecret) {
        case (.none, nil, nil): return .nowhere
        case (.none, _, _): throw UsageError("--client-auth none has no secret: leave the client secret options out")
        case (_, .some, .some): throw UsageError("give --client-secret-file or --write-client-secret, not both")
        case (_, .some(let file), nil): return .read(file)
        case (_, nil, .some(let file)): return .write(file)
        case (_, nil, nil):
            throw UsageError(
                "say where the client secret is, with --client-secret-file, or where a new one may be "
                    + "written, with --write-client-secret")
        }
    }
}
