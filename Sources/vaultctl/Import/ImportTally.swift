import VaultClient
import VaultJSON

/// What became of the lines of an import so far.
struct ImportTally {
    private(set) var stored: Int64 = 0
    private(set) var present: Int64 = 0
    private(set) var refusals: [ImportRefusal] = []
    /// Why no line can be stored any more; the first that was told.
    private(set) var end: VaultClientError?

    mutating func take(_ outcome: ImportRow.Outcome) {
        switch outcome {
        case .stored: stored += 1
        case .present: present += 1
        case .refused(let refusal): refusals.append(refusal)
        case .stopped(let error): end = end ?? error
        }
    }

    /// One JSON object a line, in the order of the lines.
    var report: [UInt8] {
        var writer = JSONWriter()
        for refusal in refusals.sorted(by: { $0.line < $1.line }) { refusal.write(to: &writer) }
        return writer.bytes
    }

    func json(isDryRun: Bool) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("dry_run", isDryRun)
            writer.member("stored", stored)
            writer.member("present", present)
            writer.member("refused", Int64(refusals.count))
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    func text(isDryRun: Bool) -> String {
        var details = Details()
        details.add(isDryRun ? "would be stored" : "stored", "\(stored)")
        details.add("there already", "\(present)")
        details.add("refused", "\(refusals.count)")
        return details.text()
    }
}
