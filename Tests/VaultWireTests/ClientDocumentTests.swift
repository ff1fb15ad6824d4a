import Testing

@testable import VaultWire

/// The clients of Docs/clients know the methods that the daemon has.
struct ClientDocumentTests {
    @Test func `the Node client says what the method table says`() throws {
        try GeneratedFile(
            path: "Docs/clients/node/index.cjs", comment: ("// ", ""), sections: [("methods", NodeClientText.table)]
        ).check()
        try GeneratedFile(
            path: "Docs/clients/node/index.d.ts", comment: ("// ", ""), sections: [("types", NodeClientText.types)]
        ).check()
    }

    @Test func `the Python client says what the method table says`() throws {
        try GeneratedFile(
            path: "Docs/clients/python/vaultd_client/__init__.py", comment: ("# ", ""),
            sections: [
                ("types", PythonClientText.types), ("table", PythonClientText.table),
                ("async methods", PythonClientText.methods(isAsync: true)),
                ("methods", PythonClientText.methods(isAsync: false)),
            ]
        ).check()
    }

    /// Clients wrap what stands at the top of a result.
    @Test func `no result has a token deep inside`() {
        for entry in MethodTable.entries {
            for field in entry.result { #expect(!field.kind.hidesToken, "\(entry.method) \(field.name)") }
        }
    }
}
