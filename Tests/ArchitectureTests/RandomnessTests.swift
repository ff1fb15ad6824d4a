import Foundation
import Testing

/// Secrets are made of chance that nobody can tell beforehand: the kernel's by `SystemRandomNumberGenerator`, or libsodium's.
@Suite struct RandomnessTests {
    /// Programs that measure or stand in for a provider, and fakes.
    private static let notShipped = [
        "Sources/vault-bench/", "Sources/vault-provider-sim/", "Sources/VaultTestSupport/",
    ]

    /// A generator of one's own, or one of libc's or Foundation's that may be told beforehand.
    private static let foretold = [
        #":\s*(any |some )?RandomNumberGenerator\b"#, #"\b[dlmjen]rand48\b"#, #"(^|[^.\w])s?rand(om)?(_r)?\s*\("#,
        #"\barc4random"#,
        #"\bUUID\(\)"#,
    ]

    @Test func `req 31 no shipped program has a source of chance but the kernel's and libsodium's`() throws {
        let files = SourceTree.swiftFiles(in: "Sources").filter { file in
            !Self.notShipped.contains { file.hasPrefix($0) }
        }
        #expect(files.count > 300)
        let foretold = try Regex(Self.foretold.joined(separator: "|"))
        for file in files {
            let lines = try SourceTree.text(file).split(separator: "\n").filter { $0.contains(foretold) }
            #expect(lines.isEmpty, "\(file)")
        }
    }

    @Test func `req 31 handles are made by the kernel's generator`() throws {
        let text = try SourceTree.text("Sources/VaultCore/OpaqueHandle.swift")
        #expect(text.contains("var random = SystemRandomNumberGenerator()"))
        #expect(text.contains("for _ in 0..<4 { Base32.append(random.next(), digits: 13, to: &text) }"))
    }
}
