import Synchronization
import VaultClient
import VaultJSON

@testable import vaultctl

/// Answers each call by a canned result or error, and keeps what it was asked.
final class FakeVault: Vault {
    let answer: @Sendable (ClientCall) -> Result<String, VaultClientError>
    private let asked = Mutex<[ClientCall]>([])

    init(_ answer: @escaping @Sendable (ClientCall) -> Result<String, VaultClientError>) { self.answer = answer }

    convenience init(_ result: String) { self.init { _ in .success(result) } }

    /// One answer for each call, in their order.
    convenience init(_ results: [String]) {
        let rest = Mutex(results[...])
        self.init { _ in rest.withLock { .success($0.popFirst() ?? "{}") } }
    }

    convenience init(failing error: VaultClientError) { self.init { _ in .failure(error) } }

    var calls: [ClientCall] { asked.withLock { $0 } }

    func perform(_ call: ClientCall) async throws(VaultClientError) -> ResultReader {
        asked.withLock { $0.append(call) }
        let text = try answer(call).get()
        guard let document = try? JSONDocument(parsing: Array(text.utf8)) else {
            throw .protocolViolation("the test's answer is no JSON")
        }
        return ResultReader(document.root, of: "test")
    }
}
