import TestHarness

/// A certificate authority made for one test with the openssl program, and the certificates that it signs.
final class TestAuthority: Sendable {
    struct Failed: Error { let errors: String }

    let folder: TemporaryFolder
    private let name: String

    /// The file that makes a client trust it.
    var file: String { folder.file("\(name).pem") }

    init(_ name: String, in folder: TemporaryFolder) async throws {
        self.name = name
        self.folder = folder
        try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Test authority \(name)", "-addext", "basicConstraints=critical,CA:TRUE",
            "-keyout", folder.file("\(name).key"), "-out", file,
        ])
    }

    /// - Parameter days: negative for a certificate that has run out.
    /// - Returns: paths of the certificate and its key.
    func certificate(_ leaf: String, for names: String, days: Int = 2) async throws -> (
        certificate: String, key: String
    ) {
        let (request, key) = (folder.file("\(leaf).csr"), folder.file("\(leaf).key"))
        let certificate = folder.file("\(leaf).pem")
        try folder.write("subjectAltName=\(names)\n", to: "\(leaf).ext")
        try await openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(leaf)",
            "-keyout", key, "-out", request,
        ])
        try await openssl([
            "x509", "-req", "-in", request, "-CA", file, "-CAkey", folder.file("\(name).key"), "-CAcreateserial",
            "-days", "\(days)", "-extfile", folder.file("\(leaf).ext"), "-out", certificate,
        ])
        return (certificate, key)
    }

    private func openssl(_ arguments: [String]) async throws {
        let run = try await Program.run("/usr/bin/openssl", arguments)
        guard run.ending == .exit(0) else { throw Failed(errors: run.errors) }
    }
}
