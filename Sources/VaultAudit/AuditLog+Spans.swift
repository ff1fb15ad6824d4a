import Glibc
import Synchronization
package import VaultCore

extension AuditLog {
    /// What is left to digest while everybody waits for a seal.
    private static let digestedAtOnce = 256 * 1024

    /// Ends the span with a seal, where there is anything in it, and begins the next.
    ///
    /// - Throws: where what waits could not be written; then the span goes on.
    package func seal() throws(AuditFailure) {
        try sealing.withLock { digest throws(AuditFailure) in
            guard state.withLock({ $0.hasRecords }) else { return }
            catchUp(digest)
            digest = try state.withLock { state throws(AuditFailure) in
                let ended = try state.endSpan(digest)
                return state.beginSpan(after: ended)
            }
        }
        try state.withLock { state throws(AuditFailure) in try state.drain() }
    }

    /// Ends the last span: nothing is recorded after.
    package func end() throws(AuditFailure) {
        try sealing.withLock { digest throws(AuditFailure) in
            catchUp(digest)
            try state.withLock { state throws(AuditFailure) in
                _ = try state.endSpan(digest)
                state.isEnded = true
                try state.drain()
            }
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
        var failure: AuditOpenFailure?
        let path = path
        sealing.withLock { digest in
            catchUp(digest)
            digest = state.withLock { state in
                do throws(AuditFailure) {
                    let ended = try state.endSpan(digest)
                    failure = state.replaceFile(path, clear)
                    return state.beginSpan(after: ended)
                } catch {
                    failure = AuditOpenFailure(path: path, .system(errno: error.errno))
                    return digest
                }
            }
        }
        if let failure { throw failure }
        // What cannot be written now is with the next flush, which says so.
        state.withLock { try? $0.drain() }
    }

    /// Reads back what was written, so that little of it is left when everybody waits.
    private func catchUp(_ digest: SpanDigest) {
        while true {
            let written = state.withLock { $0.writtenBytes }
            guard written - digest.place > Self.digestedAtOnce, digest.advance(to: written) else { return }
        }
    }
}
