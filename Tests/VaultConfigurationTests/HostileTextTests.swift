import Testing
import VaultConfiguration
import VaultJSON

/// Whatever the file holds: an answer, and never a word of it that might be a secret.
struct HostileTextTests {
    @Test func `fifteen hundred broken variants are loaded or explained, never worse`() throws {
        let example = Array(try Document.example().utf8)
        var random = Generator(state: 42)
        var refused = 0
        for _ in 0..<1_500 {
            var bytes = example
            for _ in 0..<Int.random(in: 1...3, using: &random) { random.change(&bytes) }
            let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
            do throws(InvalidConfiguration) {
                _ = try ConfigurationReader.read(bytes, accounts: FakeAccounts())
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty)
                for problem in error.problems {
                    #expect((1...lines).contains(problem.position.line) && problem.position.column >= 1)
                    #expect(!problem.message.isEmpty && problem.message.first?.isUppercase == false)
                }
            }
        }
        #expect(refused > 500)
    }

    @Test func `no problem quotes a value, wherever a secret strays to`() throws {
        let example = try Document.example()
        let document = try JSONDocument(parsing: Array(example.utf8), dialect: .json5)
        let canary = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
        var values: [Range<Int>] = []
        func visit(_ value: JSONValue) {
            values.append(value.rawRange)
            for member in value.members.map({ Array($0) }) ?? [] { visit(member.value) }
            for element in value.elements.map({ Array($0) }) ?? [] { visit(element) }
        }
        visit(document.root)
        #expect(values.count > 80)
        for range in values {
            for planted in ["\"\(canary)\"", "[\"\(canary)\"]", "{x: \"\(canary)\"}", "\"/\(canary)\n\""] {
                var bytes = Array(example.utf8)
                bytes.replaceSubrange(range, with: planted.utf8)
                do throws(InvalidConfiguration) {
                    _ = try ConfigurationReader.read(bytes, accounts: FakeAccounts())
                } catch {
                    #expect(!error.text(file: "f").contains(canary), "\(planted) at \(range)")
                }
            }
        }
    }

    /// Paths are searched for: for each problem anew, this would take hours.
    @Test(.timeLimit(.minutes(5))) func `a hundred thousand problems are told in one walk`() {
        let count = 100_000
        let text = Sample.text(clients: Sample.client(Array(repeating: "{}", count: count).joined(separator: ",\n")))
        let found = problems(text)
        #expect(found.count == count)
        #expect(found.last?.hasPrefix("clients.c.match[99999]: matches nobody") == true)
    }

    @Test func `a member's name cannot steer the terminal`() {
        let escape = "\u{1B}[2J"
        do throws(InvalidConfiguration) {
            _ = try load(Sample.text(root: "'\\u001b[2J': 1"))
            Issue.record("taken")
        } catch {
            #expect(error.problems[0].path.contains(escape))
            #expect(!error.text(file: "f").contains(escape))
        }
    }

    /// Makes the same changes in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }

        private static let pieces = [
            "null", "0", "-1", "1e9", "''", "\"x\"", "[]", "{}", "{a: 1}", "true", "'/'", "'*'", ",", ":", "}", "]",
            "//", "/*",
            "\u{0}", "é",
        ]

        mutating func change(_ bytes: inout [UInt8]) {
            let place = Int.random(in: 0..<bytes.count, using: &self)
            let end = min(bytes.count, place + Int.random(in: 0...8, using: &self))
            let piece = Array((Self.pieces.randomElement(using: &self) ?? "").utf8)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<7, using: &self)
            case 1: bytes.removeSubrange(place..<end)
            case 2: replaceValue(in: &bytes, after: place, with: piece)
            default: bytes.replaceSubrange(place..<end, with: piece)
            }
        }

        /// Most such texts are still JSON5, and so reach the checks behind the reader.
        private func replaceValue(in bytes: inout [UInt8], after place: Int, with piece: [UInt8]) {
            guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) else { return }
            let end =
                bytes[colon...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") } ?? bytes.endIndex
            bytes.replaceSubrange(colon + 1..<end, with: piece)
        }
    }
}
