import Foundation
import Testing
import TestHarness
import VaultJSON

/// What `vaultctl debug bundle` gathers may be given to somebody else.
struct BundleTests {
    private func lived() async throws -> CanaryWorld {
        let world = try await CanaryWorld()
        try await world.start()
        let alice = #""subject":"user:default/alice","provider":"sim""#
        let token = try await world.mint("user:default/alice").refreshToken
        try await world.put("user:default/alice", token)
        let minted = try await world.ask("token.get", alice)
        #expect(minted["result"] != nil)
        _ = try await world.successor(of: token)
        try await world.ask("delegation.create", alice + #","client":"me","scopes":["a"],"ttl_seconds":60"#)
        try await world.ask("token.get", #""subject":"user:default/mallory","provider":"sim""#)
        return world
    }

    private func bundle(_ world: CanaryWorld, _ name: String, _ more: String...) async throws -> (
        ending: Program.Ending, output: String, errors: String
    ) {
        try await Program.run(
            "vaultctl",
            [
                "--socket", world.vault.adminSocket, "debug", "bundle", world.vault.folder.file(name), "--config",
                world.vault.configurationPath,
            ] + more)
    }

    private func unpacked(_ world: CanaryWorld, _ name: String) throws -> String {
        let folder = try world.vault.folder.makeFolder(name + ".d")
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-xf", world.vault.folder.file(name), "-C", folder]
        try tar.run()
        tar.waitUntilExit()
        #expect(tar.terminationStatus == 0)
        return folder + "/vaultd-debug"
    }

    @Test func `a bundle holds what it should, whole, and no secret in any form`() async throws {
        let world = try await lived()
        let run = try await bundle(world, "bundle.tar")
        #expect(run.ending == .exit(0), "\(run.errors)")
        let folder = try unpacked(world, "bundle.tar")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "audit-status.json", "audit.jsonl", "clients.json", "diagnosis.json", "doctor.json", "health.json",
                "info.json", "keys.json", "manifest.json", "metrics.txt", "provider-1.json", "providers.json",
                "seal.json",
            ])
        let manifest = FileManager.default.contents(atPath: folder + "/manifest.json") ?? Data()
        #expect(try JSONDocument(parsing: [UInt8](manifest)).root["missing"]?.count == 0)
        let records = String(
            decoding: FileManager.default.contents(atPath: folder + "/audit.jsonl") ?? Data(), as: UTF8.self)
        #expect(records.contains(#""subject":"user:default/alice""#) && records.contains("token_minted"))

        var exhibit = CanaryExhibit("bundle", world.vault.folder.bytes("bundle.tar"))
        let said = CanaryExhibit("said", run.output + run.errors)
        let scanner = CanaryScanner(world.secrets.union(world.accessTokens))
        #expect(scanner.findings(in: [exhibit, said]) == [])
        // Planted in it, one is found.
        let secret = try #require(world.secrets.first { $0.name == "successor" })
        exhibit.bytes.insert(contentsOf: CanaryForm.hexLower.encode(secret.random), at: exhibit.bytes.count / 2)
        #expect(!scanner.findings(in: [exhibit]).isEmpty)
        await world.vault.stop()
    }

    @Test func `a redacted bundle names no user`() async throws {
        let world = try await lived()
        let run = try await bundle(world, "bundle.tar", "--redact", "--quick")
        #expect(run.ending == .exit(0), "\(run.errors)")
        let text = String(decoding: world.vault.folder.bytes("bundle.tar"), as: UTF8.self)
        #expect(!text.contains("alice") && !text.contains("mallory") && !text.contains("user:default"))
        #expect(text.contains(#""subject":"user-1""#) && text.contains(#""subject":"user-2""#))
        await world.vault.stop()
    }

    @Test func `a bundle is its owner's alone and takes nobody's place`() async throws {
        let world = try await lived()
        let (path, name) = (world.vault.folder.file("bundle.tar"), "bundle.tar")
        #expect(try await bundle(world, name, "--quick").ending == .exit(0))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let before = world.vault.folder.bytes(name)
        let again = try await bundle(world, name, "--quick")
        #expect(again.ending == .exit(1) && again.errors.contains("could not write the bundle"))
        #expect(world.vault.folder.bytes(name) == before)
        try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path + ".new")
        #expect(try await bundle(world, name + ".link", "--quick").ending == .exit(1))
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        await world.vault.stop()
    }
}
