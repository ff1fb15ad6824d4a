import CLinux
import Foundation
import TestHarness
import VaultCore
import VaultFetchWire

@testable import VaultProvider

/// A pool over the real `vaultfetch` beside the test bundle, and short ways to ask it.
final class Fetch: Sendable {
    let pool: FetchPool
    let lane: FetchLaneKey

    static let program = Program.folder.appendingPathComponent("vaultfetch").path

    init(authority: String? = nil, _ change: (inout FetchSettings) -> Void = { _ in }) throws {
        var settings = FetchSettings(executable: Fetch.program)
        change(&settings)
        pool = FetchPool(settings: settings)
        lane = FetchLaneKey(provider: try ProviderName("acme"), authority: authority)
    }

    deinit { pool.close() }

    func post(
        _ url: String, body: String = "refresh_token=r3fr3sh", deadline: Int64 = 20_000, cap: UInt32 = 65_536
    ) async -> FetchOutcome {
        await pool.fetch(
            OutgoingRequest(
                method: .post, url: url, headers: [FetchHeader("Content-Type", "application/x-www-form-urlencoded")],
                body: Samples.body(body), deadlineMilliseconds: deadline, responseCap: cap), in: lane)
    }

    func get(_ url: String, deadline: Int64 = 20_000) async -> FetchOutcome {
        await pool.fetch(OAuthRequest.get(url, deadlineMilliseconds: deadline), in: lane)
    }

    /// Status and body of an answer, for comparison.
    static func words(_ outcome: FetchOutcome) -> String {
        switch outcome {
        case .response(let reply): "\(reply.status) \(Samples.text(reply.body))"
        case .notSent(let reason): "not sent: \(reason)"
        case .unanswered(let reason): "unanswered: \(reason)"
        case .tooLarge: "too large"
        }
    }

    var processID: Int32? { pool.processID(in: lane) }

    /// A handle that becomes readable when the process has ended.
    func processHandle() -> Int32? { processID.map { vault_pidfd_open($0) } }

    /// The highest resident memory of the process so far, in KiB.
    func peakMemory() throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(processID ?? 0)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
