/// What the results of `key.…` say.
extension ResultReader {
    package func masterKey() throws(VaultClientError) -> MasterKeyRecord {
        MasterKeyRecord(
            version: try integer("version"), state: try text("state"), records: try integer("records"),
            wraps: try integer("wraps"), createdAt: try integer("created_at"),
            activatedAt: optionalInteger("activated_at"),
            retiredAt: optionalInteger("retired_at"), destroyedAt: optionalInteger("destroyed_at"),
            destroyedFrom: optionalInteger("destroyed_from"))
    }

    package func masterKeyReport() throws(VaultClientError) -> MasterKeyReport {
        let keys = try list("keys") { key throws(VaultClientError) in try key.masterKey() }
        guard let rewrap = object("rewrap") else {
            throw .protocolViolation("the result of key.status has no proper member 'rewrap'")
        }
        return MasterKeyReport(
            keys: keys, isRewrapping: try rewrap.bool("running"), rewrapped: try rewrap.integer("done"),
            left: try rewrap.integer("left"), damaged: try rewrap.integer("damaged"),
            rotatesAt: optionalInteger("rotates_at"))
    }

    package func masterKeyProof() throws(VaultClientError) -> MasterKeyProof {
        MasterKeyProof(
            good: try integer("good"), bad: try integer("bad"), badRecords: try texts("bad_records"))
    }

    /// Whether the destroyed key's bytes are gone from the files.
    package func isErased() throws(VaultClientError) -> Bool { try bool("erased") }
}
