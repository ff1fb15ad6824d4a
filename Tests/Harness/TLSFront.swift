import Foundation
import VaultJSON

/// `Tests/idp/front.py` before a simulator: TLS under a private CA, and ports where everything goes wrong; it ends with the test,
/// for its standard input does.
package final class TLSFront: Sendable {
    /// Path of the CA's certificate.
    package let authority: String
    /// The base address of each case, such as `good`.
    package let cases: [String: String]
    private let folder: TemporaryFolder
    private let child: SpawnedChild

    package init(before simulator: RunningSimulator) async throws {
        folder = try TemporaryFolder()
        let script = AuthorizationServer.repository.appendingPathComponent("Tests/idp/front.py").path
        child = try SpawnedChild(
            ["/usr/bin/python3", script, folder.file("front"), "--upstream", simulator.process.baseURL],
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(folder.path)"])
        Thread.detachNewThread { [errors = child.errors] in SpawnedChild.drain(errors) { _ in } }
        let told = try JSONDocument(parsing: try await child.firstLine()).root
        authority = told["ca_file"]?.string ?? ""
        cases = Dictionary(
            uniqueKeysWithValues: told["cases"]?.members?.map { ($0.name.string ?? "", $0.value.string ?? "") } ?? [])
    }

    deinit {
        child.closeInput()
        _ = SpawnedChild.wait(for: child.processID)
    }

    /// An address below one of the cases.
    package func address(_ path: String, behind name: String = "good") throws -> String {
        guard let base = cases[name] else { throw TestVault.Failed(what: "front.py has no case '\(name)'") }
        return base + "/" + path
    }
}
