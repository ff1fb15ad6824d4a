import VaultCore

/// What a log goes on with after what was found in its files: the seal that is missing, or that there can be none, and a new span.
struct AuditStart {
    let resume: AuditResume
    let makers: AuditMakers

    /// Whose next record is the first that is written now.
    func chain() -> AuditChain {
        AuditChain(makers.hasher, from: resume.next, under: resume.key, after: resume.link)
    }

    func write(to state: inout AuditState) {
        switch resume.ending {
        case .open(let seal):
            state.append(seal)
            state.beginSpan(log: resume.log, previous: seal.digest)
        case .broken(let sequence):
            beginSpan(in: &state)
            state.tellBroken(at: sequence)
        case .sealed, .unnumbered: beginSpan(in: &state)
        }
    }

    private func beginSpan(in state: inout AuditState) {
        state.beginSpan(log: resume.log, previous: resume.previous, tornBytes: resume.tornBytes)
    }

    /// Until the first is begun.
    var span: OpenSpan {
        let mark = SpanMark(log: resume.log, nonce: AuditNumber(bits: 0), previous: resume.previous)
        return OpenSpan(mark: mark, first: resume.next, start: 0, begunAt: makers.clock.monotonicMilliseconds())
    }
}
