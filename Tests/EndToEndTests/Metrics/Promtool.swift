import Foundation

/// Prometheus' own checker of metrics and rules; `make test` fetches it where the machine has none.
enum Promtool {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func check(_ what: String, input: String) throws -> (status: Int32, output: String) {
        try run(["check", what], input: input)
    }

    /// - Returns: its exit status, and what it says, on stdout and stderr.
    static func run(_ arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["promtool"] + arguments
        let fetched = root.appendingPathComponent(".build/idp/promtool/usr/bin").path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        process.environment = ["PATH": "\(path):\(fetched)"]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stdout
        try process.run()
        // Less than a pipe holds could be written at once; more is read by promtool meanwhile.
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
