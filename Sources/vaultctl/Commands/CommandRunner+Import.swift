import Glibc
import VaultClient
import VaultCommandLine

extension CommandRunner {
    /// Calls under way at a time: fewer than the vault takes from one connection, and enough for it to store many with one sync.
    private static let window = 128
    /// More refusals than this are told by `--refused` alone.
    private static let shownRefusals = 20

    func importGrants() async throws(CommandError) -> ExitCode {
        let lines = try openLines()
        let report = command.value("refused")
        if let report, access(report, F_OK) == 0 {
            throw .usage(UsageError("--refused names a file that is there already", hint: "name a new one"))
        }
        let isDryRun = command.has("dry-run")
        let providers = isDryRun ? try await providerNames() : []
        let tally = await settle(lines) { [vault] row in
            isDryRun ? await row.look(in: vault, providers: providers) : await row.store(in: vault)
        }
        try tell(tally, report, isDryRun: isDryRun)
        if let error = tally.end {
            throw .failure(
                Failure(attempt: "import past line \(lines.number); what was stored stays, run it again", error: error))
        }
        if !isDryRun { noteSecrets(lines) }
        return tally.refusals.isEmpty ? .ok : .failed
    }

    private var source: String? {
        let name = command.argument("file") ?? "-"
        return name == "-" ? nil : name
    }

    private func openLines() throws(CommandError) -> SecretLines {
        if source == nil, console.isInputTerminal {
            throw .usage(UsageError("'import -' reads lines from stdin, which is a terminal", hint: "pipe them in"))
        }
        do throws(SecretLines.Failed) {
            return try SecretLines(source)
        } catch {
            throw .usage(UsageError("\(source ?? "stdin") is not read: \(error.reason)", hint: "nothing was imported"))
        }
    }

    private func providerNames() async throws(CommandError) -> Set<String> {
        let attempt = "list the vault's providers"
        let result = try await ask(.listProviders, attempt)
        return Set(try read(attempt) { () throws(VaultClientError) in try result.providers() }.map(\.name))
    }

    /// Goes through all lines, until one says that none can be stored any more.
    private func settle(
        _ lines: SecretLines, _ act: @escaping @Sendable (ImportRow) async -> ImportRow.Outcome
    ) async -> ImportTally {
        let bar = console.isNoteTerminal && !isQuiet ? lines.bytesInAll.map { ProgressBar(total: $0 / 1024) } : nil
        return await withTaskGroup(of: ImportRow.Outcome.self) { group in
            var tally = ImportTally()
            var underWay = 0
            while tally.end == nil, let line = lines.next() {
                guard let row = Self.row(line, lines.number, &tally) else { continue }
                if underWay == Self.window, let outcome = await group.next() {
                    tally.take(outcome)
                    underWay -= 1
                }
                group.addTask { await act(row) }
                underWay += 1
                if let bar, lines.number.isMultiple(of: 64) {
                    console.note(bar.line(done: lines.bytesRead / 1024) + " KiB")
                }
            }
            for await outcome in group { tally.take(outcome) }
            if let bar { console.note(bar.line(done: lines.bytesRead / 1024) + " KiB\n") }
            return tally
        }
    }

    /// nil for an empty line, and for one that is refused here.
    private static func row(
        _ line: (bytes: UnsafeRawBufferPointer, isTooLong: Bool), _ number: Int64, _ tally: inout ImportTally
    ) -> ImportRow? {
        if line.isTooLong {
            tally.take(
                .refused(
                    ImportRefusal(
                        line: number, subject: nil, provider: nil, reason: "invalid_line", field: nil,
                        message: "is longer than \(SecretLines.longest) bytes")))
            return nil
        }
        if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
        do throws(ImportRefusal) {
            return try ImportRow(line.bytes, line: number)
        } catch {
            tally.take(.refused(error))
            return nil
        }
    }

    private func tell(_ tally: ImportTally, _ report: String?, isDryRun: Bool) throws(CommandError) {
        if let report {
            do throws(NewFile.Failed) {
                try NewFile.write(tally.report, to: report)
            } catch {
                console.note("vaultctl: could not write the refused lines to \(report): \(error.reason)\n")
            }
        }
        if !isQuiet {
            let shown = tally.refusals.sorted { $0.line < $1.line }.prefix(Self.shownRefusals)
            for refusal in shown { console.note(TextTable.harmless(String(refusal.text.dropLast())) + "\n") }
            let rest = tally.refusals.count - shown.count
            if rest > 0 { console.note("and \(rest) more\(report == nil ? "; --refused FILE keeps them all" : "")\n") }
        }
        try print(isJSON ? tally.json(isDryRun: isDryRun) : tally.text(isDryRun: isDryRun))
    }

    private func noteSecrets(_ lines: SecretLines) {
        guard let source else { return }
        note(
            "\(source) still holds refresh tokens in clear: run 'shred -u \(source)', and see to the copies that were made on the way"
        )
    }
}
