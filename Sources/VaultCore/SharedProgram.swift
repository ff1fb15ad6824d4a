/// What is known of a program, kept once for all connections of peers that run it; equal to every other of the same content.
package final class SharedProgram: Hashable, Sendable {
    package let program: PeerProgram

    package init(_ program: PeerProgram) {
        self.program = program
    }

    package static func == (left: SharedProgram, right: SharedProgram) -> Bool {
        left === right || left.program == right.program
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(program) }
}
