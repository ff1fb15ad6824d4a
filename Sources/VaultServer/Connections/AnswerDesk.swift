import VaultSocket
import VaultWire

/// What answering changes on a loop: the scanner's memory, the round of replies, the writer. One value, so that a read
/// borrows it once for all of its lines.
struct AnswerDesk: ~Copyable {
    var fast: FastAnswers
    var round = ReplyRound(capacity: 64 * 1024)
    private var writer = ReplyWriter()

    init(fast: consuming FastAnswers) {
        self.fast = fast
    }

    /// Answers what could not be read far enough to find an id.
    mutating func answer(_ error: WireError, to connection: Connection) {
        writer.write(error, to: &round.buffer)
        round.close(for: connection, releases: false)
    }

    mutating func answer(
        _ outcomes: [CallOutcome], isBatch: Bool, to connection: Connection, under rules: ServerRules
    ) {
        let expected = outcomes.filter(\.id.expectsReply)
        // A batch of notifications gets nothing at all, not an empty array (JSON-RPC 2.0 §6).
        guard !expected.isEmpty else { return }
        writer.write(expected, isBatch: isBatch, to: &round.buffer)
        round.close(for: connection, releases: expected.contains { $0.mustBeRecorded(under: rules) })
    }
}
