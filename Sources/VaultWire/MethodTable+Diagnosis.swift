import VaultCore

extension MethodTable {
    static let systemDiagnose = MethodEntry(
        .systemDiagnose,
        "looks at the configuration file, the files and disks that the daemon uses, its memory, its clock, its keys and its backups",
        result: [
            Field(
                "findings",
                .list(
                    of: .object([
                        Field(
                            "check", .word(CheckFinding.Check.allCases.map(\.rawValue)), required: true,
                            "what was looked at"),
                        Field(
                            "state", .word(CheckFinding.State.allCases.map(\.rawValue)), required: true,
                            "`failing`: it does not work, or will not after the next start"),
                        Field("text", .text(maximumBytes: 8192), required: true, "what was found, as a sentence"),
                        Field("remedy", .text(maximumBytes: 1024), "what to do about it"),
                    ]), upTo: nil), required: true, "one or more for each check"),
            Field("sqlite", .text(maximumBytes: 64), required: true, "the version of the library"),
            Field("libsodium", .text(maximumBytes: 64), required: true, "the version of the library"),
            Field("master_key", .integer(1...Int64.max), "the version that is active"),
            Field("master_key_since", .time, "when it was made active"),
            Field("backup_at", .time, "when the newest backup in `backup.directory` was made"),
        ],
        isRepeatable: true,
        example: (
            "{}",
            #"{"findings":[{"check":"clock","state":"warning","text":"the kernel says that nobody synchronises its clock","#
                + #""remedy":"run chrony"}],"sqlite":"3.40.1","libsodium":"1.0.18","master_key":2,"#
                + #""master_key_since":1767220000,"backup_at":1767300000}"#
        ))
}
