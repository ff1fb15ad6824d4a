import Foundation
import Testing

/// What the manifest cannot say about the structure.
@Suite struct ArchitectureTests {
    @Test(arguments: ["Sources", "Tests", "migrations"])
    func `no file is longer than 300 lines`(folder: String) throws {
        let files = SourceTree.swiftFiles(in: folder)
        #expect(!files.isEmpty)
        for file in files {
            let lines = try SourceTree.text(file).split(separator: "\n", omittingEmptySubsequences: false).count - 1
            #expect(lines <= 300, "\(file) has \(lines) lines: split it by concept")
        }
    }

    @Test func `only vaultfetch imports Foundation`() throws {
        for file in SourceTree.swiftFiles(in: "Sources") where !file.hasPrefix("Sources/vaultfetch/") {
            let found = try SourceTree.imports(SourceTree.text(file)).filter { $0.hasPrefix("Foundation") }
            #expect(found.isEmpty, "\(file) imports \(found)")
        }
    }

    /// They are a megabyte in the memory of each program that has a `contains("text")`, `split(separator: "text")` or the like.
    @Test(arguments: ["vaultd", "vaultctl", "vault-audit"])
    func `no shipped program needs the standard library's regular expressions`(program: String) throws {
        let runner = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(fileURLWithPath: runner).deletingLastPathComponent()
        let bytes = try Data(contentsOf: folder.appendingPathComponent(program), options: .alwaysMapped)
        // As names of functions of other modules begin with it, mangled.
        #expect(bytes.range(of: Data("11Concurrency".utf8)) != nil || bytes.range(of: Data("$sSS".utf8)) != nil)
        #expect(bytes.range(of: Data("17_StringProcessing".utf8)) == nil)
    }

    @Test func `no source imports Testing or XCTest`() throws {
        for file in SourceTree.swiftFiles(in: "Sources") {
            let found = try SourceTree.imports(SourceTree.text(file))
            #expect(!found.contains("Testing") && !found.contains("XCTest"), "\(file) imports a test framework")
        }
    }

    @Test func `core and service do no input or output`() throws {
        let allowed: [String: Set<String>] = [
            "Sources/VaultCore": ["Synchronization", "Glibc"],
            "Sources/VaultService": ["VaultCore", "Synchronization", "Glibc"],
        ]
        for (folder, modules) in allowed {
            for file in SourceTree.swiftFiles(in: folder) {
                let imports = try SourceTree.imports(SourceTree.text(file))
                #expect(Set(imports).isSubset(of: modules), "\(file)")
            }
        }
    }

    @Test func `C is imported through one target each`() throws {
        let doors: [String: Set<String>] = [
            "CSQLite": ["VaultStorage", "vault-bench"], "CSodium": ["VaultCrypto", "vault-bench"],
        ]
        for file in SourceTree.swiftFiles(in: "Sources") {
            let target = String(file.split(separator: "/")[1])
            for module in try SourceTree.imports(SourceTree.text(file)) {
                guard let allowed = doors[module] else { continue }
                #expect(allowed.contains(target), "\(file) imports \(module)")
            }
        }
    }

    @Test func `the manifest names no Swift package`() throws {
        #expect(try !SourceTree.text("Package.swift").contains(".package("))
    }

    @Test func `the top folder keeps its shape`() throws {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Tests", "migrations", "Docs", "docker", "README.md", "CHANGELOG.md",
            "Makefile",
        ]
        let found = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
            .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
        #expect(Set(found).subtracting(allowed).isEmpty)
    }

    @Test func `no source forces, gives up or is left unfinished`() throws {
        for file in SourceTree.swiftFiles(in: "Sources") {
            let text = try SourceTree.text(file)
            for word in ["try!", "as!", "fatalError(", "TODO", "FIXME"] {
                #expect(!text.contains(word), "\(file) holds \(word)")
            }
        }
    }
}
