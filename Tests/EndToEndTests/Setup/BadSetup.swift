import Foundation
import Glibc
import TestHarness
import Testing

/// One way to set a vault up wrongly: what is done to a good one, and what the vault must say about it.
struct BadSetup: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The member that the message must name.
    let member: String
    /// What to do, in the message's words.
    let advice: String
    let spoil: @Sendable (TestVault) throws -> Void

    private init(
        _ name: String, at member: String, advice: String, _ spoil: @escaping @Sendable (TestVault) throws -> Void
    ) {
        testDescription = name
        self.member = member
        self.advice = advice
        self.spoil = spoil
    }

    /// Stands in the file of the cases with a secret in clear, and must never be printed.
    static let secret = "hunter2-in-clear"

    static let all = inTheFile + onTheMachine

    private static let inTheFile: [BadSetup] = [
        .init("a misspelt member", at: "drian", advice: "did you mean `drain`?") { try $0.addToRoot("drian: '1s',") },
        .init("a member inside that nobody knows", at: "store.colour", advice: "is not known here") {
            try $0.edit("store: {", into: "store: { colour: 3,")
        },
        .init(
            "a client secret in clear", at: "providers.sim.client_secret",
            advice: "put it into a file of mode 0400 and write `client_secret: {file: \"/path\"}`"
        ) { try $0.addProvider("client_secret: '\(secret)', token_endpoint: 'https://login.example/token'") },
        .init(
            "a secret in clear under another name", at: "providers.sim.password",
            advice: "a secret must not stand in this file: take it out"
        ) { try $0.addProvider("password: '\(secret)', token_endpoint: 'https://login.example/token'") },
        .init(
            "a token endpoint without TLS", at: "providers.sim.token_endpoint", advice: "must begin with https://"
        ) { try $0.addProvider("token_endpoint: 'http://login.example/token'") },
        .init(
            "a loopback look-alike without TLS", at: "providers.sim.token_endpoint", advice: "must begin with https://"
        ) { try $0.addProvider("token_endpoint: 'http://127.0.0.1.example/token'") },
    ]

    private static let onTheMachine: [BadSetup] = [
        .init("a key file that everybody may read", at: "seal_key.file", advice: "run `chmod 0400 ") {
            try $0.setMode(0o444, of: "seal.key")
        },
        .init("a configuration that others may change", at: "", advice: "run `chmod go-w ") {
            try $0.setMode(0o666, of: "vaultd.json5")
        },
        .init("a socket directory that others may change", at: "sockets.workload.path", advice: "run `chmod go-w ") {
            try $0.setMode(0o777, of: "run")
        },
        .init("a socket directory that is a link", at: "sockets.admin.path", advice: "name the directory itself") {
            try FileManager.default.moveItem(atPath: $0.folder.file("admin"), toPath: $0.folder.file("elsewhere"))
            try FileManager.default.createSymbolicLink(
                atPath: $0.folder.file("admin"), withDestinationPath: $0.folder.file("elsewhere"))
        },
        .init("a socket directory of somebody else", at: "sockets.workload.path", advice: "chown it to uid") {
            try #require(geteuid() == 0, "only root can give a directory away: run the tests as root, as CI does")
            try #require(chown($0.folder.file("run"), 65534, 65534) == 0)
        },
        .init("a socket directory that is not there", at: "sockets.workload.path", advice: "make it with `mkdir ") {
            try FileManager.default.removeItem(atPath: $0.folder.file("run"))
        },
    ]
}

extension TestVault {
    /// A provider `sim` with these members and what else it needs.
    func addProvider(_ members: String) throws {
        try edit("providers: {", into: "providers: { sim: { client_id: 'vault', rotation: 'rotates', \(members) }, ")
    }

    func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.file(name))
    }
}
