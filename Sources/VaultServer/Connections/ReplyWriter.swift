import VaultJSON
import VaultSocket
import VaultWire

/// Writes answers as lines into a buffer by way of one reused JSON writer, which is wiped each time.
struct ReplyWriter {
    private var json = JSONWriter(capacity: 4096)

    mutating func write(_ error: WireError, to buffer: inout OutputBuffer) {
        error.write(id: .null, to: &json)
        move(to: &buffer)
    }

    /// One line: the answer to a call, or the array of a batch.
    mutating func write(_ outcomes: [CallOutcome], isBatch: Bool, to buffer: inout OutputBuffer) {
        if isBatch {
            json.array { json in
                for outcome in outcomes { outcome.write(to: &json) }
            }
        } else {
            for outcome in outcomes { outcome.write(to: &json) }
        }
        move(to: &buffer)
    }

    private mutating func move(to buffer: inout OutputBuffer) {
        json.newline()
        json.bytes.withUnsafeBytes { buffer.append($0) }
        json.wipe()
    }
}

extension CallOutcome {
    fileprivate func write(to json: inout JSONWriter) {
        switch result {
        case .success(let reply): reply.write(id: id, to: &json)
        case .failure(let error): error.write(id: id, to: &json)
        }
    }
}
