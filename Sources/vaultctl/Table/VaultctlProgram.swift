import VaultCommandLine

/// The command line as one table: parsing, help and reference come from it.
enum VaultctlProgram {
    /// Where an operator's vaultd listens unless told otherwise.
    static let defaultSocket = "/run/vaultd/admin/socket"

    /// Where an operator keeps the configuration unless told otherwise.
    static let defaultConfiguration = "/etc/vaultd/vaultd.json5"

    static let spec = ProgramSpec(
        "vaultctl", summary: "the operator's hand on vaultd",
        options: [
            .value(
                "socket", "PATH", short: "s",
                help: "The daemon's socket; \(defaultSocket) unless given. Components use the workload socket.",
                environment: "VAULTD_SOCKET"),
            .value(
                "timeout", "DURATION", short: "t", help: "How long to wait for an answer, such as 5s; 30s unless given."
            ),
            .flag("json", help: "Print the daemon's answer as JSON, errors as JSON on stderr."),
            .flag("quiet", short: "q", help: "Print the result alone: no heading, no notes, no warnings."),
        ],
        commands: CommandName.allCases.map(\.spec),
        examples: [
            Example("is it well?", "vaultctl status"),
            Example("what should be put right?", "vaultctl doctor"),
            Example(
                "keep a refresh token (typed unseen, or from a pipe)",
                "vaultctl grant put user:default/alice github --scope repo"),
            Example(
                "use it",
                "curl -H \"Authorization: Bearer $(vaultctl token get user:default/alice github)\" https://api.github.com/user"
            ),
            Example("who must sign in again?", "vaultctl grant list --status reauth_required"),
            Example("end it, here and at the provider", "vaultctl grant revoke user:default/alice github"),
            Example("end all that a user has, everywhere", "vaultctl revoke --subject user:default/alice"),
            Example("renew the master key, without downtime", "vaultctl key rotate"),
        ],
        details: [
            "vaultctl asks vaultd(8) over its socket. What a command was asked for stands on stdout, alone where it is a token or a "
                + "handle; all that is said to people stands on stderr.",
            "No secret is ever taken from the command line: it is typed unseen, or read from a pipe or a file.",
        ],
        environment: [ManualEntry("NO_COLOR", "With any value: no colours.")],
        files: [
            ManualEntry(defaultSocket, "The socket that is asked unless --socket says otherwise."),
            ManualEntry(defaultConfiguration, "What the commands read that look at the configuration themselves."),
        ],
        seeAlso: ["vaultd(8)", "vault-audit(1)"])
}

/// Every command by its words.
enum CommandName: String, CaseIterable {
    case status
    case doctor
    case top
    case debugBundle = "debug bundle"
    case ping
    case metrics
    case grantPut = "grant put"
    case grantShow = "grant show"
    case grantList = "grant list"
    case grantRevoke = "grant revoke"
    case grantReap = "grant reap"
    case importGrants = "import"
    case tokenGet = "token get"
    case delegationCreate = "delegation create"
    case delegationList = "delegation list"
    case delegationRevoke = "delegation revoke"
    case sessionList = "session list"
    case sessionShow = "session show"
    case sessionRevoke = "session revoke"
    case sessionRevokeAll = "session revoke-all"
    case revoke
    case subjectShow = "subject show"
    case subjectDisable = "subject disable"
    case subjectEnable = "subject enable"
    case keyList = "key list"
    case keyStatus = "key status"
    case keyPrepare = "key prepare"
    case keyActivate = "key activate"
    case keyRewrap = "key rewrap"
    case keyVerify = "key verify"
    case keyDestroy = "key destroy"
    case keyRotate = "key rotate"
    case policyExplain = "policy explain"
    case policyCheck = "policy check"
    case clientList = "client list"
    case reportScopes = "report scopes"
    case identityExplain = "identity explain"
    case identityForget = "identity forget"
    case auditStatus = "audit status"
    case auditVerify = "audit verify"
    case auditFind = "audit find"
    case auditTail = "audit tail"
    case auditKey = "audit key"
    case providerList = "provider list"
    case providerShow = "provider show"
    case providerTest = "provider test"
    case backupCreate = "backup create"
    case seal
    case unseal
    case reseal
    case version

    /// How long an answer is waited for unless the operator says otherwise.
    var usualMilliseconds: Int64 {
        switch self {
        case .backupCreate: 3_600_000
        // Whoever looks at a screen sees sooner that nobody answers.
        case .top: 5_000
        // The longest deadline that a provider may be given, and some.
        case .seal: 150_000
        // They wait for providers, for a quarter of a minute and then for those that were begun.
        case .revoke, .subjectDisable, .grantRevoke: 120_000
        // They look at every record, or at every byte of the store.
        case .keyVerify, .keyDestroy, .keyRotate, .auditVerify, .auditFind, .doctor, .debugBundle: 600_000
        case .status, .ping, .metrics, .grantPut, .grantShow, .grantList, .grantReap, .importGrants, .tokenGet,
            .delegationCreate,
            .delegationList, .delegationRevoke, .sessionList, .sessionShow, .sessionRevoke, .sessionRevokeAll,
            .subjectShow, .subjectEnable, .providerList, .providerShow, .providerTest, .policyExplain, .policyCheck,
            .clientList,
            .reportScopes, .identityExplain, .identityForget, .keyList, .keyStatus,
            .keyPrepare, .keyActivate, .keyRewrap, .unseal, .reseal, .version, .auditStatus, .auditTail, .auditKey:
            30_000
        }
    }

    var spec: CommandSpec {
        switch self {
        case .status: .status
        case .doctor: .doctor
        case .top: .top
        case .debugBundle: .debugBundle
        case .ping: .ping
        case .metrics: .metrics
        case .grantPut: .grantPut
        case .grantShow: .grantShow
        case .grantList: .grantList
        case .grantRevoke: .grantRevoke
        case .grantReap: .grantReap
        case .importGrants: .importGrants
        case .tokenGet: .tokenGet
        case .delegationCreate: .delegationCreate
        case .delegationList: .delegationList
        case .delegationRevoke: .delegationRevoke
        case .sessionList: .sessionList
        case .sessionShow: .sessionShow
        case .sessionRevoke: .sessionRevoke
        case .sessionRevokeAll: .sessionRevokeAll
        case .revoke: .revoke
        case .subjectShow: .subjectShow
        case .subjectDisable: .subjectDisable
        case .subjectEnable: .subjectEnable
        case .keyList: .keyList
        case .keyStatus: .keyStatus
        case .keyPrepare: .keyPrepare
        case .keyActivate: .keyActivate
        case .keyRewrap: .keyRewrap
        case .keyVerify: .keyVerify
        case .keyDestroy: .keyDestroy
        case .keyRotate: .keyRotate
        case .policyExplain: .policyExplain
        case .policyCheck: .policyCheck
        case .clientList: .clientList
        case .reportScopes: .reportScopes
        case .identityExplain: .identityExplain
        case .identityForget: .identityForget
        case .auditStatus: .auditStatus
        case .auditVerify: .auditVerify
        case .auditFind: .auditFind
        case .auditTail: .auditTail
        case .auditKey: .auditKey
        case .providerList: .providerList
        case .providerShow: .providerShow
        case .providerTest: .providerTest
        case .backupCreate: .backupCreate
        case .seal: .seal
        case .unseal: .unseal
        case .reseal: .reseal
        case .version: .version
        }
    }
}
