import Foundation
import TestHarness
import Testing

/// The detection rules are such that Sigma's own reader takes them.
@Suite(.timeLimit(.minutes(5))) struct SigmaFileTests {
    @Test func `pySigma reads every rule, and finds every rule that a correlation counts`() async throws {
        let folder = Promtool.root.appendingPathComponent("Docs/detections")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(files.count == 8)
        let read = try await SiemPeers.run(["rules"] + files.map { folder.appendingPathComponent($0).path })
        #expect(read.ending == .exit(0), "\(read.output)\(read.errors)")
        // Three of them have two documents.
        #expect(read.output.split(separator: "\n").map { $0.last } == ["2", "1", "1", "2", "1", "1", "1", "2"])
    }
}
