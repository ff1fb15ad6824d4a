import Glibc
import VaultJSON
import VaultSocket

/// An operator on the admin socket who rotates the master key; steps and looks are single calls.
final class KeyOperator {
    private let caller: LineCaller
    private let grants: Int
    /// Retiring keys that nothing needs any more; destroyed between runs, because that reads the whole store.
    private var old: [Int64] = []

    init(_ daemon: VaultDaemon, grants: Int) throws {
        caller = try LineCaller(daemon.folder.file("admin/admin.sock"))
        self.grants = grants
    }

    /// Where a rotation stands.
    struct State {
        let isRunning: Bool
        let left: Int64
        let active: Int64
        let longestWriteMicroseconds: Int64

        var isDone: Bool { !isRunning && left == 0 }
    }

    /// A new key is active and the rewrap has begun when it returns.
    func begin() throws {
        old.append(try state().active)
        _ = try call("key.prepare")
        _ = try call("key.activate")
        _ = try call("key.rewrap")
    }

    /// Every look counts all the records, which a machine with two processors notices. So the next one comes when most of what is
    /// left must have been done, by what was done since the last.
    func finish() throws {
        var (left, lookedAt) = (Int64(grants), MonotonicInstant.now.nanoseconds)
        while true {
            let (state, now) = (try state(), MonotonicInstant.now.nanoseconds)
            if state.isDone { return }
            let (moved, elapsed) = (left - state.left, (now - lookedAt) / 1000)
            let wait = moved > 0 ? Double(elapsed) * Double(state.left) / Double(moved) * 0.75 : Double(grants) / 5
            usleep(UInt32(min(max(500, wait), 500_000)))
            (left, lookedAt) = (state.left, now)
        }
    }

    func state() throws -> State {
        let report = try call("key.status")
        let keys = report["keys"]?.elements.map(Array.init) ?? []
        let rewrap = report["rewrap"]
        guard let active = keys.first(where: { $0["state"]?.string == "active" })?["version"]?.integer,
            let isRunning = rewrap?["running"]?.bool, let left = rewrap?["left"]?.integer
        else { throw LoadFailure("the daemon's key.status has another shape") }
        return State(
            isRunning: isRunning, left: left, active: active,
            longestWriteMicroseconds: rewrap?["longest_write_us"]?.integer ?? 0)
    }

    func destroyOld() throws {
        for version in old { _ = try call("key.destroy", "{\"version\":\(version)}") }
        old.removeAll()
    }

    /// - Throws: unless every record key opens.
    func verify() throws {
        let proof = try call("key.verify")
        guard proof["bad"]?.integer == 0, proof["good"]?.integer == Int64(grants) else {
            throw LoadFailure("not every record key opens after the rotations")
        }
    }

    private func call(_ method: String, _ params: String = "{}") throws -> JSONValue {
        let line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(params)}\n"
        let reply = try JSONDocument(parsing: try caller.call(Array(line.utf8))).root
        guard let result = reply["result"] else {
            throw LoadFailure("\(method) failed: \(reply["error"]?["message"]?.string ?? "no answer")")
        }
        return result
    }
}
