import Glibc
import Synchronization
package import VaultCore

extension AuditLog: AuditArchive {
    package func standing() -> AuditStanding {
        let files = AuditSegments(of: path).files
        let bytes = files.reduce(Int64(0)) { sum, file in
            var entry = stat()
            return stat(file, &entry) == 0 ? sum + Int64(entry.st_size) : sum
        }
        return state.withLock { state in
            AuditStanding(
                log: state.span.mark.log, publicKey: makers.key.publicKey,
                publicKeyPEM: makers.key.publicKeyPEM, sequence: state.chain.sequence.number - 1,
                sealed: state.span.first - 1, files: files.count, bytes: bytes, waitingBytes: state.queue.count,
                isFailing: state.isFailing)
        }
    }

    package func find(_ question: AuditQuestion) -> AuditFinding {
        // What lies in the spool is part of the log.
        try? writeOut()
        return AuditSearch(question).run(AuditSegments(of: path).files)
    }

    /// What is written while the files are read is none of what is said.
    package func verify() -> AuditReport {
        var last = state.withLock { $0.chain.sequence.number - 1 }
        do throws(AuditFailure) { try writeOut() } catch {
            // What is not written cannot be read.
            last = 0
        }
        return AuditVerifier(makers).verify(AuditSegments(of: path).files, reaching: last) { !Task.isCancelled }
    }
}
