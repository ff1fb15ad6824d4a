import Glibc
import VaultSocket
import VaultWire

extension Connection {
    /// One receive per tick: a peer that sends without end has its turn like every other.
    func read() {
        let space = reactor.readSpace
        switch descriptor.receive(into: space) {
        case .moved(let count):
            take(UnsafeRawBufferPointer(rebasing: space[..<count]))
            // Tokens come in with grant.put.
            if let base = space.baseAddress { explicit_bzero(base, count) }
            reactor.endRoundIfLarge()
        case .blocked: break
        case .closed: peerStoppedSending()
        case .failed: close()
        }
    }

    /// Goes on with the lines that were held during a pause.
    func resume() {
        guard !isClosed, isPaused, !isHeld, !isAttesting else { return }
        unpause()
        let reading = reactor.reading(for: self)
        var sawLine = false
        let limit = reactor.limits.frameBytes
        let verdict = reactor.withDesk { desk in
            withLines { lines in
                lines.resume(limit: limit) { line in
                    sawLine = true
                    return serve(line, reading, at: &desk)
                }
            }
        }
        act(on: verdict, sawLine: sawLine)
        reactor.endRoundIfLarge()
    }

    private func take(_ chunk: UnsafeRawBufferPointer) {
        let reading = reactor.reading(for: self)
        var sawLine = false
        let limit = reactor.limits.frameBytes
        let verdict = reactor.withDesk { desk in
            withLines { lines in
                lines.take(chunk, limit: limit) { line in
                    sawLine = true
                    return serve(line, reading, at: &desk)
                }
            }
        }
        act(on: verdict, sawLine: sawLine)
    }

    /// - Returns: whether the next line may be read.
    @inline(__always)
    private func serve(
        _ line: UnsafeRawBufferPointer, _ reading: LineReading, at desk: inout AnswerDesk
    ) -> Bool {
        reactor.serve(line, of: self, reading, at: &desk)
        guard roundBytes + backlog.count > reactor.limits.pauseBytes else {
            return !isFinishing && !isClosed && !isPaused
        }
        pause()
        return false
    }

    private func act(on verdict: LineSplitter.Verdict, sawLine: Bool) {
        guard !isClosed, !isFinishing else {
            withLines { $0.forgetHeld() }
            return
        }
        switch verdict {
        case .hungry: noteProgress(sawLine: sawLine)
        case .paused: partialSince = nil
        case .tooLong:
            let error = WireError.frameTooLong(limit: reactor.limits.frameBytes)
            reactor.calls.note(nil, error)
            reactor.withDesk { $0.answer(error, to: self) }
            finish()
        }
    }

    /// The clock of a partial line runs from its first bytes.
    private func noteProgress(sawLine: Bool) {
        guard lines.holdsBytes else {
            partialSince = nil
            return
        }
        if partialSince == nil || sawLine { partialSince = reactor.loop.now }
        reactor.armSweep()
    }

    /// A half-closed peer still gets its answers; what it sent without a newline was no line.
    private func peerStoppedSending() {
        if lines.holdsBytes {
            withLines { $0.forgetHeld() }
            partialSince = nil
            if isHandedOver { return endInput() }
            let error = WireError.parseError("the end of the input, as the last line has no newline")
            reactor.calls.note(nil, error)
            reactor.withDesk { $0.answer(error, to: self) }
        }
        endInput()
    }
}
