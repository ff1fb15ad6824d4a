import Foundation
import TestHarness
import Testing
import VaultClient

/// What is left of a session's handle once a call is answered: a keyed hash in the store, and nothing else anywhere.
@Suite(.serialized) struct SessionMemoryTests {
    @Test(.timeLimit(.minutes(5)))
    func `req 41 a second after sessions were used no handle is in the daemon's memory, its store or its log`()
        async throws
    {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        let client = try VaultClient(socketPath: vault.workloadSocket)
        var handles: [String] = []
        for number in 0..<8 {
            var new = NewUserSession(subject: "user:default/planted-subject-\(number)")
            new.claims = #"{"n":1}"#
            let issued = try await client.createSession(new)
            for _ in 0..<3 { _ = try await client.session(issued.secret) }
            let renewed = try await client.renewSession(issued.secret)
            _ = try await client.session(renewed.secret)
            handles += [issued.secret, renewed.secret].map { $0.unprotectedString() }
            // Some end, the others stay, ready to be looked up.
            if number.isMultiple(of: 2) { _ = try await client.endSession(.secret(renewed.secret)) }
        }
        let daemon = try #require(vault.daemon)
        let memory = ProcessMemory(of: daemon.processID)
        // The subject rests in clear beside each session that is ready: proof that the scan sees where sessions rest.
        let subject = [(name: "subject", bytes: Array("user:default/planted-subject-7".utf8))]
        #expect(try memory.findings(of: subject)["subject"] ?? 0 > 0)
        // Without what all handles have in common, and their checksum.
        let texts = handles.enumerated().map { (name: "handle \($0)", bytes: Array($1.utf8)[17..<69].map { $0 }) }
        let end = ContinuousClock.now.advanced(by: .seconds(30))
        var found = try memory.findings(of: texts)
        while !found.isEmpty, ContinuousClock.now < end { found = try memory.findings(of: texts) }
        #expect(found.isEmpty)
        for file in [vault.storePath, vault.storePath + "-wal", vault.auditPath] {
            // The write-ahead log is empty where a checkpoint came by.
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            #expect(!bytes.isEmpty || file.hasSuffix("-wal"))
            for text in texts { #expect(bytes.range(of: Data(text.bytes)) == nil, "\(text.name) in \(file)") }
        }
        #expect(!daemon.standardError.contains("vse_"))
        #expect(await vault.stop() == .exit(0))
    }
}
