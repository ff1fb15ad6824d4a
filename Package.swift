// swift-tools-version: 6.2
import PackageDescription

// The manifest is the rule for who may import whom (Docs/architecture.md); CI builds with
// --explicit-target-dependency-import-check error.

/// Release builds carry the Swift runtime: smaller in memory, quicker to start, and no toolchain where they run. Nobody looks up
/// symbols in them: ten thousand names less to read, hash and bind at each start.
let staticRuntime: [LinkerSetting] = [
    .unsafeFlags(["-static-stdlib", "-Xlinker", "--no-export-dynamic"], .when(configuration: .release))
]

/// No symbol is looked up at its first call, for which the linker would save the vector registers, with what was copied last,
/// on the stack; and its table is read-only from the start (ld.so(8)).
let boundAtStart: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "-z", "-Xlinker", "now"])]

let package = Package(
    name: "vault",
    products: [
        .library(name: "VaultClient", targets: ["VaultClient"]),
        .executable(name: "vaultd", targets: ["vaultd"]),
        .executable(name: "vaultctl", targets: ["vaultctl"]),
        .executable(name: "vault-audit", targets: ["vault-audit"]),
        .executable(name: "vaultfetch", targets: ["vaultfetch"]),
        .executable(name: "vault-bench", targets: ["vault-bench"]),
        .executable(name: "vault-provider-sim", targets: ["vault-provider-sim"]),
    ],
    targets: [
        // Doors to C: the two system libraries and the kernel calls that Swift's Glibc does not import.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Inside: values, rules, ports and use cases. No I/O.
        .target(name: "VaultCore"),
        .target(name: "VaultService", dependencies: ["VaultCore"]),

        // Pure text: strict JSON and JSON5, the frames of vaultfetch.
        .target(name: "VaultJSON"),
        .target(name: "VaultFetchWire"),

        // Adapters: each keeps ports of VaultCore. They never see each other.
        .target(
            name: "Migrations", path: "migrations",
            resources: [
                .embedInCode("m0001_init.sql"), .embedInCode("m0002_master_key_times.sql"),
                .embedInCode("m0003_seal.sql"), .embedInCode("m0004_sequence.sql"),
                .embedInCode("m0005_master_key_wraps.sql"),
                .embedInCode("m0006_claims.sql"),
                .embedInCode("m0007_delegations.sql"),
                .embedInCode("m0008_authentication.sql"),
                .embedInCode("m0009_sessions.sql"),
                .embedInCode("m0010_subjects.sql"),
                .embedInCode("m0011_scope_uses.sql"),
                .embedInCode("m0012_identities.sql"),
                .embedInCode("m0013_lives.sql"),
                .embedInCode("m0014_proof_keys.sql"),
                .embedInCode("m0015_audit_outbox.sql"),
            ]),
        .target(name: "VaultStorage", dependencies: ["VaultCore", "Migrations", "CSQLite"]),
        .target(name: "VaultCrypto", dependencies: ["VaultCore", "CSodium"]),
        .target(name: "VaultProvider", dependencies: ["VaultCore", "VaultJSON", "VaultFetchWire", "CLinux"]),
        .target(name: "VaultAudit", dependencies: ["VaultCore", "VaultJSON"]),
        .target(name: "VaultConfiguration", dependencies: ["VaultCore", "VaultJSON", "VaultCommandLine"]),

        // Edge: bytes to requests and back.
        .target(name: "VaultSocket", dependencies: ["CLinux"]),
        .target(name: "VaultWire", dependencies: ["VaultCore", "VaultJSON"]),
        .target(
            name: "VaultServer",
            dependencies: ["VaultCore", "VaultService", "VaultWire", "VaultJSON", "VaultSocket", "CLinux"]),
        .target(name: "VaultClient", dependencies: ["VaultCore", "VaultWire", "VaultJSON", "VaultSocket"]),
        .target(name: "VaultCommandLine"),

        // Programs. vaultd/Wiring.swift is the one place that knows every concrete type.
        .executableTarget(name: "vaultfetch", dependencies: ["VaultFetchWire", "CLinux"]),
        .executableTarget(
            name: "vaultd",
            dependencies: [
                "VaultCore", "VaultService", "VaultStorage", "VaultCrypto", "VaultProvider", "VaultAudit",
                "VaultConfiguration", "VaultSocket", "VaultWire", "VaultServer", "VaultCommandLine", "CLinux",
            ],
            linkerSettings: staticRuntime + boundAtStart),
        .executableTarget(
            name: "vaultctl",
            dependencies: [
                "VaultCore", "VaultClient", "VaultConfiguration", "VaultJSON", "VaultCommandLine", "CLinux",
            ],
            linkerSettings: staticRuntime),
        // For auditors: needs the files and the public key, and nothing of the vault.
        .executableTarget(
            name: "vault-audit",
            dependencies: ["VaultCore", "VaultAudit", "VaultCrypto", "VaultJSON", "VaultWire", "VaultCommandLine"],
            linkerSettings: staticRuntime),
        .executableTarget(
            name: "vault-bench",
            dependencies: [
                "VaultAudit", "VaultCore", "VaultFetchWire", "VaultJSON", "VaultSocket", "VaultClient", "VaultCrypto",
                "VaultCommandLine", "VaultConfiguration", "VaultServer", "VaultService", "VaultWire",
                "CLinux", "CSQLite", "CSodium",
            ]),
        .executableTarget(
            name: "vault-provider-sim",
            dependencies: ["VaultCore", "VaultCrypto", "VaultJSON", "VaultSocket", "VaultCommandLine", "CLinux"],
            linkerSettings: staticRuntime),

        // Fakes and hand-driven clocks; never linked into a shipped program.
        .target(name: "VaultTestSupport", dependencies: ["VaultCore", "VaultService", "VaultJSON", "VaultSocket"]),

        // Starts the built programs for the tests; may use Foundation.
        .target(name: "TestHarness", dependencies: ["VaultJSON"], path: "Tests/Harness"),

        .testTarget(name: "VaultCoreTests", dependencies: ["VaultCore", "VaultTestSupport"]),
        .testTarget(name: "VaultJSONTests", dependencies: ["VaultJSON"]),
        .testTarget(name: "VaultServiceTests", dependencies: ["VaultCore", "VaultService", "VaultTestSupport"]),
        .testTarget(
            name: "VaultStorageTests",
            dependencies: ["VaultCore", "VaultStorage", "Migrations", "VaultTestSupport", "CSQLite"]),
        .testTarget(
            name: "VaultCryptoTests", dependencies: ["VaultCore", "VaultCrypto", "VaultTestSupport", "CSodium"]),
        // Store, sealer and service together, with an editor of the raw file.
        .testTarget(
            name: "IntegrityTests",
            dependencies: [
                "VaultCore", "VaultService", "VaultStorage", "VaultCrypto", "VaultTestSupport", "CSQLite",
            ]),
        .testTarget(
            name: "VaultProviderTests",
            dependencies: [
                "VaultCore", "VaultCrypto", "VaultProvider", "VaultConfiguration", "VaultFetchWire", "VaultJSON",
                "VaultTestSupport", "TestHarness", "CLinux",
            ]),
        .testTarget(
            name: "VaultAuditTests",
            dependencies: ["VaultCore", "VaultAudit", "VaultCrypto", "VaultJSON", "VaultTestSupport", "TestHarness"]),
        .testTarget(name: "VaultConfigurationTests", dependencies: ["VaultCore", "VaultConfiguration", "VaultJSON"]),
        .testTarget(name: "VaultSocketTests", dependencies: ["VaultSocket", "CLinux"]),
        .testTarget(name: "VaultWireTests", dependencies: ["VaultCore", "VaultWire", "VaultJSON"]),
        .testTarget(
            name: "VaultServerTests",
            dependencies: [
                "VaultCore", "VaultService", "VaultServer", "VaultWire", "VaultJSON", "VaultSocket",
                "VaultTestSupport", "CLinux",
            ]),
        .testTarget(
            name: "VaultClientTests",
            dependencies: ["VaultClient", "VaultCore", "VaultWire", "VaultJSON", "VaultSocket"]),
        .testTarget(name: "VaultCommandLineTests", dependencies: ["VaultCommandLine", "TestHarness"]),
        .testTarget(name: "VaultctlTests", dependencies: ["vaultctl", "VaultClient", "VaultCommandLine", "VaultJSON"]),
        .testTarget(
            name: "ProviderSimTests",
            dependencies: ["vault-provider-sim", "VaultCommandLine", "VaultCrypto", "VaultJSON", "TestHarness"]),
        .testTarget(
            name: "VaultBenchTests",
            dependencies: [
                "vault-bench", "VaultCommandLine", "VaultConfiguration", "VaultCore", "VaultCrypto", "VaultJSON",
                "VaultService",
                "VaultSocket",
                "Migrations",
            ]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "VaultClient", "VaultCore", "VaultCrypto", "VaultJSON", "VaultStorage", "TestHarness", "VaultSocket",
                "CLinux",
            ],
            exclude: ["Transcripts"]),
    ]
)

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
    // Lets a test stop the daemon at a named step of a refresh; not in release builds.
    .define("VAULT_FAILPOINTS", .when(configuration: .debug)),
]
for target in package.targets where target.type != .system {
    target.swiftSettings = strict
}
