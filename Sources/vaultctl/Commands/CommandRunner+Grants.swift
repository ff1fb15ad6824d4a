import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    func putGrant() async throws(CommandError) -> ExitCode {
        let (subject, provider) = (command.argument("subject") ?? "", command.argument("provider") ?? "")
        let labels = try usage { () throws(UsageError) in try LabelArguments.dictionary(command.values("label")) }
        let signedIn = try usage { () throws(UsageError) in
            try command.integer("auth-time", in: 0...253_402_300_799)
        }
        let life = try usage { () throws(UsageError) in try command.milliseconds("expires-in") }
        var grant = NewGrant(
            subject: subject, provider: provider, account: command.value("account"),
            refreshToken: try secret(
                "refresh token", prompt: "Refresh token of \(subject) at \(provider) (not shown): "))
        grant.scopes = command.values("scope")
        grant.labels = labels
        grant.refreshTokenExpiresAt = life.map { console.now() + $0 / 1000 }
        grant.pinnedSubject = command.value("pin-sub")
        grant.pinnedTenant = command.value("pin-tenant")
        grant.acr = command.value("acr")
        grant.amr = command.values("amr")
        grant.authTime = signedIn
        let attempt = "store the grant of \(subject) at \(provider)"
        let result = try await ask(.putGrant(grant), attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let record = try read(attempt) { () throws(VaultClientError) in try result.grant() }
            try print(TextTable.harmless(record.handle) + "\n")
            for warning in record.warnings { console.note(GrantText.warning(warning)) }
            note("stored \(subject) at \(provider), generation \(record.generation)")
        }
        return .ok
    }

    func showGrant() async throws(CommandError) -> ExitCode {
        let selection = try selection()
        let attempt = "show \(selection.shown)"
        let result = try await ask(.lookupGrant(selection), attempt)
        if isJSON {
            try printJSON(result)
        } else {
            let grant = try read(attempt) { () throws(VaultClientError) in try result.grant() }
            try print(GrantText.details(grant, now: console.now()))
        }
        return .ok
    }

    func note(_ text: String) {
        if !isQuiet { console.note(TextTable.harmless(text) + "\n") }
    }

    /// The grant that the positionals mean.
    func selection() throws(CommandError) -> GrantSelection {
        let first = command.argument("grant-or-subject") ?? ""
        let account = command.value("account")
        guard let provider = command.argument("provider") else {
            guard first.hasPrefix("vgr_") else {
                throw .usage(
                    UsageError(
                        "'\(command.name)' needs the provider too when it is given a user",
                        hint: "vaultctl \(command.name) user:default/alice github"))
            }
            guard account == nil else {
                throw .usage(UsageError("a handle names the account already", hint: "leave --account out"))
            }
            return .handle(first)
        }
        guard !first.hasPrefix("vgr_") else {
            throw .usage(UsageError("a handle names the provider already", hint: "leave the provider out"))
        }
        return .subject(first, provider: provider, account: account)
    }
}

extension GrantSelection {
    /// For messages: whose token or grant it is.
    var owner: String {
        switch self {
        case .handle(let handle): "grant \(handle)"
        case .subject(let subject, let provider, let account):
            "\(subject) at \(provider)" + (account.map { ", account \($0)" } ?? "")
        }
    }

    /// For messages: the grant itself.
    var shown: String {
        switch self {
        case .handle: owner
        case .subject: "the grant of \(owner)"
        }
    }
}

/// `NAME=VALUE` arguments.
enum LabelArguments {
    static func dictionary(_ arguments: [String]) throws(UsageError) -> [String: String] {
        var labels: [String: String] = [:]
        for argument in arguments {
            let label = try single(argument)
            guard labels.updateValue(label.value, forKey: label.name) == nil else {
                throw UsageError("a label is given twice", hint: "each name may stand once")
            }
        }
        return labels
    }

    static func single(_ argument: String) throws(UsageError) -> (name: String, value: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else {
            throw UsageError("--label must be a name and a value", hint: "write it as team=web")
        }
        return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
    }
}
