import VaultCore
import VaultJSON

extension MasterKeyStatus {
    func write(to writer: inout JSONWriter) {
        writer.member("version", version.number)
        writer.member("state", state.rawValue)
        writer.member("records", records)
        writer.member("wraps", wraps)
        writer.member("created_at", createdAt.seconds)
        if let activatedAt { writer.member("activated_at", activatedAt.seconds) }
        if let retiredAt { writer.member("retired_at", retiredAt.seconds) }
        if let destroyedFrom { writer.member("destroyed_from", destroyedFrom.seconds) }
        if let destroyedAt { writer.member("destroyed_at", destroyedAt.seconds) }
    }
}

extension KeyReport {
    func write(to writer: inout JSONWriter) {
        writer.member(
            "keys",
            array: { writer in
                for key in keys { writer.object { key.write(to: &$0) } }
            })
        writer.member(
            "rewrap",
            object: { writer in
                writer.member("running", rewrap.isRunning)
                writer.member("done", rewrap.done)
                writer.member("left", rewrap.left)
                writer.member("damaged", rewrap.damaged)
                writer.member("longest_write_us", rewrap.longestWrite)
            })
        if let rotatesAt { writer.member("rotates_at", rotatesAt.seconds) }
    }
}

extension KeyVerification {
    func write(to writer: inout JSONWriter) {
        writer.member("good", good)
        writer.member("bad", bad)
        writer.member("bad_records", badRecords.compactMap { GrantID(rawValue: $0)?.handle })
    }
}

extension KeyDestruction {
    func write(to writer: inout JSONWriter) {
        writer.member("version", version.number)
        writer.member("erased", isErased)
    }
}
