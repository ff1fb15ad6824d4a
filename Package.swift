// swift-tools-version: 6.2
import PackageDescription

#if canImport(Glibc)
import Glibc
#endif

// The manifest is the rule for who may import whom (Docs/architecture.md); CI builds with
// --explicit-target-dependency-import-check error.

/// Which addresses the dynamic linker corrects at each start is a bit map of 7 KB instead of a list of 850, where it can read one: the C
/// library of what is built here is that of this machine or a newer one.
let packedRelocations: [String] = {
    #if canImport(Glibc)
    var name = [CChar](repeating: 0, count: 64)
    confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count)
    // "glibc 2.36"
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let version = text.split { !$0.isNumber }.compactMap { Int($0) }
    return version.lexicographicallyPrecedes([2, 36]) ? [] : ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
    #else
    return []
    #endif
}()

/// Release builds carry the Swift runtime and the C++ library that it is written with: smaller in memory, quicker to start, and no
/// toolchain where they run. Nobody looks up symbols in them: ten thousand names less to read, hash and bind at each start. The
/// toolchain's own linker, which can leave out a library that the runtime's list names (`libstdc++.so`) for an archive.
let staticRuntime: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-static-stdlib", "-use-ld=lld", "-Xlinker", "--no-export-dynamic",
            "-Xlinker", "--remap-inputs=*/libstdc++.so=/dev/null", "-Xlinker", "-l:libstdc++.a",
            "-Xclang-linker", "-static-libgcc",
        ] + packedRelocations, .when(configuration: .release))
]

/// What a start and its first calls execute lies together, so that a page of program text which is read in holds nothing else. A name that
/// there is no longer is passed over; `.dev/layout` makes the list anew.
let textInOrder: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/Sources/vaultd/layout.txt",
            "-Xlinker", "--no-warn-symbol-ordering",
        ], .when(configuration: .release))
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
            exclude: ["layout.txt"],
            linkerSettings: staticRuntime + boundAtStart + textInOrder),
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
    // Each function by itself, for the linker to order and to leave out.
    .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release)),
    .treatAllWarnings(as: .error),
    // Lets a test stop the daemon at a named step of a refresh; not in release builds.
    .define("VAULT_FAILPOINTS", .when(configuration: .debug)),
]
for target in package.targets where target.type != .system {
    target.swiftSettings = strict
}
