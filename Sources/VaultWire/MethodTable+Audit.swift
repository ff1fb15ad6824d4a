import VaultCore

extension MethodTable {
    private static let count = FieldKind.integer(0...Int64.max)
    private static let hexadecimal = FieldKind.text(maximumBytes: 64)

    static let auditStatus = MethodEntry(
        .auditStatus, "tells how far the audit log has come and by which key it is sealed",
        result: [
            Field("log", hexadecimal, required: true, "which log it is"),
            Field("public_key", hexadecimal, required: true, "Ed25519: what a verifier needs beside the files"),
            Field(
                "public_key_pem", .text(maximumBytes: 128), required: true, "the same as openssl reads it (RFC 8410)"),
            Field("sequence", count, required: true, "the number of the last record"),
            Field("sealed", count, required: true, "the last record that a seal covers"),
            Field("files", count, required: true, "closed ones and the one that is written"),
            Field("bytes", count, required: true, "of all of them"),
            Field("waiting_bytes", count, required: true, "of records that are not in the file yet"),
            Field("failing", .bool, required: true, "whether the last try to write failed"),
        ],
        isRepeatable: true,
        example: (
            "{}",
            #"{"log":"5b1f4c0e7d2a4f6b8c3d9e0a1b2c3d4e","public_key":"9cc1b9a79cc1b9a79cc1b9a79cc1b9a79cc1b9a79cc1b9a79cc1b9a79cc1b9a7","public_key_pem":"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAnMG5p5zBuaecwbmnnMG5p5zBuaecwbmnnMG5p5zBuac=\n"#
                + #"-----END PUBLIC KEY-----\n","sequence":815,"#
                + #""sealed":790,"files":3,"bytes":312044,"waiting_bytes":0,"failing":false}"#
        ))

    static let auditVerify = MethodEntry(
        .auditVerify,
        "reads the whole audit log and tells whether it is as it was written, and else which record is the first that is not",
        result: [
            Field("whole", .bool, required: true, "whether it is"),
            Field("from", count, "the first record that is there"),
            Field("to", count, "the last that was looked at"),
            Field("sealed", count, required: true, "how many of them stand in spans that are as they were signed"),
            Field("unsealed", count, "how many no seal covers yet"),
            Field("unsealed_verified", .bool, "whether those were verified"),
            Field("torn_bytes", count, "what crashes have left of lines, as seals say"),
            Field("unnumbered_files", .list(of: .text(maximumBytes: 4096), upTo: nil), "of before records had numbers"),
            Field(
                "flaw",
                .object([
                    Field("kind", .word(AuditFlaw.words), required: true, "what was done"),
                    Field("sequence", count, required: true, "the first record concerned"),
                    Field("last", count, required: true, "the last"),
                    Field("file", .text(maximumBytes: 4096), required: true, "where"),
                    Field("line", count, "which line of it"),
                    Field("text", .text(maximumBytes: 8192), required: true, "the same as a sentence"),
                ]), "only where it is not whole"),
        ],
        isRepeatable: true,
        example: ("{}", #"{"whole":true,"from":1,"to":815,"sealed":790,"unsealed":25,"unsealed_verified":true}"#))

    static let auditFind = MethodEntry(
        .auditFind, "finds records in the audit log; what is not asked for does not matter",
        params: [
            Field("subject", .text(maximumBytes: Limits.subjectBytes), "about this user"),
            Field("client", .name, "of calls of this client"),
            Field("provider", .name, "about this provider"),
            Field("grant", .handle, "about this grant"),
            Field("session", .text(maximumBytes: 64), "about this session (`vsi_…`)"),
            Field("delegation", .text(maximumBytes: 64), "about this delegation"),
            Field("method", .word(Method.allCases.map(\.rawValue)), "of calls of this method"),
            Field("kind", .word(AuditEvent.Kind.allCases.map(\.rawValue)), "of this kind"),
            Field("outcome", .word(AuditEvent.Outcome.allCases.map(\.rawValue)), "with this outcome"),
            Field(
                "token", .token,
                "about this token, or handle of a delegation or session; the log has a keyed hash of each"),
            Field("since", .time, "from then on"),
            Field("until", .time, "before then"),
            Field("after", count, "behind the record with this number"),
            Field("newest", .bool, "the newest of them instead of the oldest"),
            Field(
                "limit", .integer(1...AuditQuestion.mostRecords),
                "at most so many; left out: \(AuditQuestion.usualLimit)"),
        ],
        result: [
            Field(
                "records", .list(of: .anyObject, upTo: Int(AuditQuestion.mostRecords)), required: true,
                "as they stand in the log, in their order"),
            Field("reached", count, "what is behind this record was not looked at: give it as `after` to go on"),
            Field("more", .bool, required: true, "whether there was no room for all"),
        ],
        isRepeatable: true,
        example: (
            #"{"subject":"user:default/alice","kind":"token_served"}"#,
            #"{"records":[{"seq":88,"time":"2026-11-30T09:15:02.114Z","kind":"token_served","outcome":"allow","client":"catalog","#
                + #""uid":990,"gid":990,"pid":4711,"socket":"workload","connection":12,"method":"token.get","request":3,"#
                + #""subject":"user:default/alice","provider":"github","grant":"vgr_3q8dq5h7mcd2p","generation":4,"scopes":["repo"],"#
                + #""token":"8d1f0c5b7a9e4d3c2b1a098f7e6d5c4b","mac":"f30d8a6c0b5e4d7c9a1b2c3d4e5f6071"}],"reached":815,"more":false}"#
        ))
}
