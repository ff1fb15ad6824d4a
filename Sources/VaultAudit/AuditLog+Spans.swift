import Glibc
import Synchronization
package import VaultCore

extension AuditLog {
    /// Ends the span with a seal, where there is anything in it, and begins the next.
    ///
    /// - Throws: where what waits could not be written; then the span goes on.
    package func seal() throws(AuditFailure) {
        try state.withLock { state throws(AuditFailure) in
            guard state.hasRecords else { return }
            state.beginSpan(after: try state.endSpan())
            try state.drain()
        }
    }

    /// Ends the last span: nothing is recorded after.
    package func end() throws(AuditFailure) {
        try state.withLock { state throws(AuditFailure) in
            _ = try state.endSpan()
            state.isEnded = true
            try state.drain()
        }
    }

    /// Opens the path anew, after others have moved the old file away; on an error the old one stays in use.
    package func reopen() throws(AuditOpenFailure) { try changeFile { () throws(AuditOpenFailure) in } }

    /// Puts the file aside and goes on in a new one; on an error the old one stays in use.
    package func rotate() throws(AuditOpenFailure) {
        let (path, first) = (path, state.withLock { $0.firstInFile })
        try changeFile { () throws(AuditOpenFailure) in
            guard rename(path, AuditSegments(of: path).closedPath(first: first)) == 0 else {
                throw AuditOpenFailure(path: path, .system(errno: errno))
            }
        }
    }

    /// - Parameter clear: makes way for the new file.
    private func changeFile(_ clear: () throws(AuditOpenFailure) -> Void) throws(AuditOpenFailure) {
        let path = path
        let failure = state.withLock { state -> AuditOpenFailure? in
            do throws(AuditFailure) {
                let ended = try state.endSpan()
                let failure = state.replaceFile(path, clear)
                state.beginSpan(after: ended)
                return failure
            } catch {
                return AuditOpenFailure(path: path, .system(errno: error.errno))
            }
        }
        if let failure { throw failure }
        // What cannot be written now is with the next flush, which says so.
        state.withLock { try? $0.drain() }
    }
}
