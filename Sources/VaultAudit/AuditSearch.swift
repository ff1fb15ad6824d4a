import Glibc
import VaultCore
import VaultJSON

/// Looks for records in the files of a log: a line is compared by its bytes, and none is read as JSON.
struct AuditSearch {
    /// Of an answer, so that it fits into a reply.
    private static let answerBytes = 512 * 1024

    private let question: AuditQuestion
    /// What must stand in a line.
    private let members: [[UInt8]]
    private let since: [UInt8]?
    private let until: [UInt8]?

    init(_ question: AuditQuestion) {
        self.question = question
        var members: [[UInt8]] = []
        func want(_ name: String, _ value: String?) {
            guard let value else { return }
            var writer = JSONWriter()
            writer.object { $0.member(name, value) }
            members.append([UInt8(ascii: ",")] + writer.bytes.dropFirst().dropLast())
        }
        want("kind", question.kind?.rawValue)
        want("outcome", question.outcome?.rawValue)
        want("client", question.client?.text)
        want("method", question.method?.rawValue)
        want("subject", question.subject?.text)
        want("provider", question.provider?.text)
        want("grant", question.grant?.handle)
        want("delegation", question.delegation?.text)
        want("session", question.session?.text)
        want("token", question.token?.text)
        self.members = members
        since = question.since.map { Array(TimeText.text(of: $0).utf8) }
        until = question.until.map { Array(TimeText.text(of: $0).utf8) }
    }

    /// - Parameter files: the oldest first.
    func run(_ files: [String]) -> AuditFinding {
        question.newest ? newest(files) : oldest(files)
    }

    private func oldest(_ files: [String]) -> AuditFinding {
        var finding = AuditFinding()
        var bytes = 0
        let starts = files.map(start)
        for (index, file) in files.enumerated() {
            if index + 1 < files.count, let next = starts[index + 1], isBefore(next) { continue }
            guard let lines = AuditLines(path: file) else { continue }
            lines.forEachWhole(from: 0) { line, _ in
                guard let chained = ChainedLine(line) else { return true }
                defer { finding.reached = chained.sequence }
                guard isMeant(chained) else { return true }
                finding.isCut = finding.records.count >= question.limit || bytes + line.count > Self.answerBytes
                if finding.isCut { return false }
                finding.records.append(Array(line))
                bytes += line.count
                return !Task.isCancelled
            }
            if finding.isCut || Task.isCancelled { break }
        }
        if finding.isCut { finding.reached = finding.records.last.flatMap { ChainedLine($0[...])?.sequence } }
        return finding
    }

    /// From the newest file back, until there are enough.
    private func newest(_ files: [String]) -> AuditFinding {
        var finding = AuditFinding()
        for file in files.reversed() where finding.records.count < question.limit && !Task.isCancelled {
            guard let lines = AuditLines(path: file) else { continue }
            var found: [[UInt8]] = []
            let wanted = Int(question.limit) - finding.records.count
            lines.forEachWhole(from: 0) { line, _ in
                guard let chained = ChainedLine(line) else { return true }
                finding.reached = max(finding.reached ?? 0, chained.sequence)
                if isMeant(chained) {
                    found.append(Array(line))
                    // Twice as many are kept as are wanted, so that dropping them costs little.
                    if found.count > 2 * wanted { found.removeFirst(found.count - wanted) }
                }
                return true
            }
            finding.records = found.suffix(wanted) + finding.records
        }
        var bytes = 0
        let fitting = finding.records.reversed().prefix { record in
            bytes += record.count
            return bytes <= Self.answerBytes
        }
        finding.isCut = fitting.count < finding.records.count
        finding.records = fitting.reversed()
        return finding
    }

    private func isMeant(_ line: ChainedLine) -> Bool {
        if let after = question.after, line.sequence <= after { return false }
        if since != nil || until != nil {
            guard let time = line.time else { return false }
            if let since, time.lexicographicallyPrecedes(since) { return false }
            if let until, !time.lexicographicallyPrecedes(until) { return false }
        }
        return members.allSatisfy { line.body.holds($0) }
    }

    // MARK: files that need not be read

    private struct Start {
        let sequence: Int64
        let time: [UInt8]
    }

    /// Of the first record of a file.
    private func start(of file: String) -> Start? {
        guard let lines = AuditLines(path: file) else { return nil }
        var start: Start?
        lines.forEachWhole(from: 0) { line, _ in
            guard let chained = ChainedLine(line), let time = chained.time else { return true }
            start = Start(sequence: chained.sequence, time: Array(time))
            return false
        }
        return start
    }

    /// Whether all before this is not asked for.
    private func isBefore(_ start: Start) -> Bool {
        if let after = question.after, start.sequence <= after + 1 { return true }
        if let since, start.time.lexicographicallyPrecedes(since) { return true }
        return false
    }
}

extension ArraySlice<UInt8> {
    /// - Parameter member: begins with a comma.
    fileprivate func holds(_ member: [UInt8]) -> Bool {
        withUnsafeBytes { line in
            guard var place = line.baseAddress else { return false }
            let end = place + line.count
            while end - place >= member.count,
                let comma = memchr(place, Int32(member[0]), end - place - member.count + 1)
            {
                if memcmp(comma, member, member.count) == 0 { return true }
                place = UnsafeRawPointer(comma + 1)
            }
            return false
        }
    }
}
