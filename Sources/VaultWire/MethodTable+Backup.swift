import VaultCore

extension MethodTable {
    static let backupCreate = MethodEntry(
        .backupCreate,
        "copies the store into a new file while the vault serves; verified and synced when it answers",
        params: [
            Field(
                "file", .text(maximumBytes: WireLimits.pathBytes), required: true,
                "an absolute path as vaultd sees it, in a directory that only its user can write to; nothing may stand there"
            )
        ],
        result: [
            Field("file", .text(maximumBytes: WireLimits.pathBytes), required: true, "as it was asked"),
            Field("created_at", .time, required: true, "the moment that it shows"),
            Field("store", .text(maximumBytes: 32), required: true, "which store it is of"),
            Field(
                "master_keys", .list(of: .integer(1...Int64.max), upTo: nil), required: true,
                "the versions that it holds, wrapped by the seal key of this store"),
            Field("grants", .integer(0...Int64.max), required: true, "counted in the file"),
            Field("pending_revocations", .integer(0...Int64.max), required: true, "counted in the file"),
            Field("bytes", .integer(0...Int64.max), required: true, "its length"),
        ],
        errors: [.conflict],
        isRepeatable: false,
        example: (
            #"{"file":"/var/backups/vaultd/monday.db"}"#,
            #"{"file":"/var/backups/vaultd/monday.db","created_at":1767225600,"store":"3f2a…","master_keys":[1],"grants":120,"pending_revocations":0,"bytes":155648}"#
        ))
}
