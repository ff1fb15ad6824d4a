import Foundation
import Testing

@testable import VaultProvider

/// A program that is told of an alert gets it on its stdin, and can hold up nothing for long.
@Suite(.timeLimit(.minutes(5))) struct AlertCommandTests {
    @Test func `it reads the message, and how it ended is said in a word`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("alert-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(AlertCommand.run(["/bin/sh", "-c", "cat > \(file.path)"], Array("{\"rule\":\"a\"}\n".utf8)) == nil)
        #expect(try String(contentsOf: file, encoding: .utf8) == "{\"rule\":\"a\"}\n")
        #expect(AlertCommand.run(["/bin/sh", "-c", "exit 3"], [10]) == "status_3")
        #expect(AlertCommand.run(["/no/such/program"], [10]) == "not_started")
        #expect(AlertCommand.run(["/bin/cat"], [UInt8](repeating: 10, count: 4097)) == "not_started")
    }

    @Test func `one that never ends is ended`() {
        let start = ContinuousClock.now
        #expect(AlertCommand.run(["/bin/sleep", "600"], [10], patienceMilliseconds: 50) == "timed_out")
        #expect(ContinuousClock.now - start < .seconds(60))
    }
}
