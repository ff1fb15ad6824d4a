package import Foundation
import Glibc
import VaultJSON

/// The built program as a child with a folder of its own; it ends with the test, for its standard input does.
package final class SimulatorProcess: @unchecked Sendable {
    package struct Failed: Error { let what: String }

    package let port: UInt16
    package let baseURL: String
    /// Empty for a public client, and for one that signs with a key of its own.
    package let secret: String
    private let folder: String
    private let child: SpawnedChild
    private var isWaitedFor = false

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
        let file = folder + "/secret"
        let hasSecret = !["private_key_jwt", "none"].contains(Self.clientAuthentication(arguments))
        let words =
            [Self.executable.path, "--until-stdin-closes"] + (hasSecret ? ["--write-client-secret", file] : [])
            + arguments
        child = try SpawnedChild(words, environment: [])
        guard let url = try JSONDocument(parsing: child.readSome()).root["base_url"]?.string,
            let port = url.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw Failed(what: "no ready line") }
        self.port = port
        baseURL = url
        secret = hasSecret ? try String(contentsOfFile: file, encoding: .utf8) : ""
    }

    deinit {
        child.closeInput()
        if !isWaitedFor { _ = SpawnedChild.wait(for: child.processID) }
        child.closeOutputs()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func clientAuthentication(_ arguments: [String]) -> String? {
        arguments.firstIndex(of: "--client-auth").flatMap {
            arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
        }
    }

    /// Sends a signal and returns how it ended.
    package func end(with signal: Int32) -> Program.Ending {
        kill(child.processID, signal)
        isWaitedFor = true
        return SpawnedChild.wait(for: child.processID)
    }

    package static func makeFolder() throws -> String {
        var template = Array("/tmp/vault-sim.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failed(what: "mkdtemp") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs the program to its end.
    package static func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
        let child = try SpawnedChild([executable.path] + arguments, environment: [])
        child.closeInput()
        var (output, errors): ([UInt8], [UInt8]) = ([], [])
        SpawnedChild.drain(child.output) { output += $0 }
        SpawnedChild.drain(child.errors) { errors += $0 }
        guard case .exit(let status) = SpawnedChild.wait(for: child.processID) else { throw Failed(what: "killed") }
        return (status, String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self))
    }
}
