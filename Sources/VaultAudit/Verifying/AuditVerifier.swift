package import VaultCore
import VaultJSON

/// Says whether the files of a log are as they were written, and else which record is the first that is not.
///
/// It needs the public key alone. The chain of a span that is sealed is gone through from what the seal says it began with, and must come
/// to what was signed. The newest records, not sealed yet, can be verified only with
/// the secret key; without it their numbers are looked at.
package struct AuditVerifier {
    let hasher: any AuditHasher
    let publicKey: [UInt8]
    /// Nil without the secret key.
    let spanKey: ((SpanMark) -> AuditHash)?

    /// For whoever has the files and the public key.
    package init(_ hasher: any AuditHasher, publicKey: [UInt8]) {
        self.hasher = hasher
        self.publicKey = publicKey
        spanKey = nil
    }

    /// For the vault itself.
    package init(_ makers: AuditMakers) {
        hasher = makers.hasher
        publicKey = makers.key.publicKey
        spanKey = makers.spanKey
    }

    /// - Parameters:
    ///   - files: the oldest first; none that is between them is left out.
    ///   - last: a number that the log is known to reach; nil where none is.
    ///   - goesOn: asked now and then; where it says no, what was found so far is the answer.
    package func verify(
        _ files: [String], reaching last: Int64? = nil, while goesOn: () -> Bool = { true }
    ) -> AuditReport {
        var walk = AuditWalk(self)
        for file in files {
            guard let lines = AuditLines(path: file) else {
                walk.report.flaw = AuditFlaw(
                    kind: .unreadable(errno: AuditLines.openErrno(file)), sequence: walk.expected ?? 0, file: file,
                    line: 0)
                break
            }
            walk.begin(file)
            var count = 0
            lines.forEachWhole(from: 0) { line, place in
                walk.take(line, at: place)
                count &+= 1
                return walk.report.flaw == nil && (count % 65_536 != 0 || goesOn())
            }
            if walk.report.flaw == nil { walk.endFile() }
            if walk.report.flaw != nil { break }
        }
        walk.end(reaching: last)
        return walk.report
    }
}
