import Foundation
import Glibc
import TestHarness
import Testing

/// Clients that are told by what they run; the peers are another user's programs, so root must run these.
@Suite(.timeLimit(.minutes(5))) struct ExecutableTests {
    @Test func `only the named executable is the client`() async throws {
        let programs = try await PeerPrograms()
        let world = try await AttestationWorld(
            "plugin: { match: [{ uid: 65534, executable: '\(programs.right)' }], allow: [all] },")
        #expect(try await world.ask(programs.right) == ["answer"])
        #expect(try await world.ask(programs.wrong) == ["permission_denied"])
        #expect(try await world.ask(programs.right, asUser: 65_533) == ["permission_denied"])
        #expect(await world.vault.stop() == .exit(0))
        let served = world.vault.auditLines().filter { $0.contains("\"executable\":\"\(programs.right)\"") }
        #expect(served.contains { $0.contains("\"plugin\"") })
    }

    @Test func `only the file with the digest is the client`() async throws {
        let programs = try await PeerPrograms()
        let digest = try await programs.digest(of: programs.right)
        let world = try await AttestationWorld(
            "plugin: { match: [{ uid: 65534, executable_sha256: '\(digest)' }], allow: [all] },")
        #expect(try await world.ask(programs.right) == ["answer"])
        #expect(try await world.ask(programs.right) == ["answer"])
        #expect(try await world.ask(programs.wrong) == ["permission_denied"])
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `an executable that was deleted or replaced is no client`() async throws {
        let programs = try await PeerPrograms()
        let digest = try await programs.digest(of: programs.right)
        let world = try await AttestationWorld(
            "plugin: { match: [{ uid: 65534, executable: '\(programs.right)' }, "
                + "{ uid: 65534, executable_sha256: '\(digest)' }], allow: [all] },")
        #expect(try await world.ask(programs.right) == ["answer"])
        #expect(try await world.ask(programs.right, first: "replace", programs.wrong) == ["permission_denied"])
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test(arguments: ["executable", "executable_sha256"])
    func `a process that runs another program than it connected with gets nothing`(selector: String) async throws {
        let programs = try await PeerPrograms()
        let value = selector == "executable" ? programs.right : try await programs.digest(of: programs.right)
        let world = try await AttestationWorld(
            "plugin: { match: [{ uid: 65534, \(selector): '\(value)' }], allow: [all] },")
        // The pid stays the same, and so does the socket.
        #expect(try await world.ask(programs.right, first: "exec", programs.wrong) == ["answer", "nothing"])
        #expect(try await world.ask(programs.right, first: "exec", programs.right) == ["answer", "answer"])
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test(arguments: [true, false])
    func `rules that come to ask for more are kept to by connections that are there`(fits: Bool) async throws {
        let programs = try await PeerPrograms()
        let world = try await AttestationWorld("plugin: { match: [{ uid: 65534 }], allow: [all] },")
        let peer = try Program(
            fits ? programs.right : programs.wrong,
            ["-c", AskScript.text, world.vault.workloadSocket, AttestationWorld.call, "reload"],
            environment: ["PYTHONHOME": "/usr"], asUser: OtherUser.uid)
        #expect(await world.hasAnswered(peer))
        try world.vault.edit("{ uid: 65534 }", into: "{ uid: 65534, executable: '\(programs.right)' }")
        try await world.vault.reload()
        peer.send(signal: SIGUSR1)
        #expect(await peer.ended() == .exit(0))
        #expect(peer.standardOutput.split(separator: "\n") == ["answer", fits ? "answer" : "permission_denied"])
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `who runs in the named unit is the client, and who does not is none`() async throws {
        let programs = try await PeerPrograms()
        let unit = try TestUnit()
        let world = try await AttestationWorld(
            "plugin: { match: [{ uid: 65534, systemd_unit: '\(unit.name)' }], allow: [all] },")
        #expect(try await world.ask(programs.right, in: unit) == ["answer"])
        if unit.folder != nil { #expect(try await world.ask(programs.right) == ["permission_denied"]) }
        try world.vault.edit("'\(unit.name)'", into: "'other-\(unit.name)'")
        try await world.vault.reload()
        #expect(try await world.ask(programs.right, in: unit) == ["permission_denied"])
        #expect(await world.vault.stop() == .exit(0))
    }

    @Test func `a unit that the peer is not of makes it no client`() async throws {
        let programs = try await PeerPrograms()
        let world = try await AttestationWorld(
            "plugin: { match: [{ uid: 65534, systemd_unit: 'backstage.service' }], allow: [all] },")
        #expect(try await world.ask(programs.right) == ["permission_denied"])
        #expect(await world.vault.stop() == .exit(0))
    }
}
