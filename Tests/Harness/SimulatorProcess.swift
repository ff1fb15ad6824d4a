package import Foundation
import Glibc
import VaultJSON

/// The built program as a child with a folder of its own; it ends with the test, for its standard input does.
package final class SimulatorProcess: @unchecked Sendable {
    package struct Failed: Error { let what: String }

    package let port: UInt16
    package let baseURL: String
    package let secret: String
    package let process = Process()
    private let folder: String
    private let input = Pipe()

    /// The folder of the test bundle, where the programs are too.
    package static let programs: URL = {
        let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: runner).deletingLastPathComponent()
    }()

    package static var executable: URL { programs.appendingPathComponent("vault-provider-sim") }

    /// Where the program wrote its client secret.
    package var secretFile: String { folder + "/secret" }

    package convenience init(_ arguments: String...) throws { try self.init(arguments: arguments) }

    package init(arguments: [String]) throws {
        folder = try Self.makeFolder()
        process.executableURL = Self.executable
        let file = folder + "/secret"
        process.arguments = ["--write-client-secret", file, "--until-stdin-closes"] + arguments
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.availableData
        guard let url = try JSONDocument(parsing: [UInt8](line)).root["base_url"]?.string,
            let port = url.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw Failed(what: "no ready line") }
        self.port = port
        baseURL = url
        secret = try String(contentsOfFile: file, encoding: .utf8)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    package static func makeFolder() throws -> String {
        var template = Array("/tmp/vault-sim.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failed(what: "mkdtemp") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs the program to its end.
    package static func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, complaint)
    }
}
