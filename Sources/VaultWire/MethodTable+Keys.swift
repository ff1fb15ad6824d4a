import VaultCore

extension MethodTable {
    private static let version = FieldKind.integer(1...Int64.max)

    private static let key = [
        Field("version", version, required: true, "counts up from 1; never used twice"),
        Field("state", .word(MasterKeyState.allCases.map(\.rawValue)), required: true, "one key is active at a time"),
        Field("records", .integer(0...Int64.max), required: true, "record keys that are wrapped under it"),
        Field(
            "wraps", .integer(0...Int64.max), required: true,
            "record keys that were ever stored wrapped under it; never goes down"),
        Field("created_at", .time, required: true, "when it was prepared"),
        Field("activated_at", .time, "when it became active; absent where that is not known"),
        Field("retired_at", .time, "when another one became active"),
        Field(
            "destroyed_from", .time,
            "from when on it is destroyed by itself, once nothing needs it; absent without `keys.hold_days`"),
        Field("destroyed_at", .time, "when it was destroyed"),
    ]

    private static let report = [
        Field("keys", .list(of: .object(key), upTo: nil), required: true, "by version"),
        Field(
            "rewrap",
            .object([
                Field("running", .bool, required: true, "whether records are being moved now"),
                Field("done", .integer(0...Int64.max), required: true, "moved since the daemon started"),
                Field("left", .integer(0...Int64.max), required: true, "still under a retiring key"),
                Field("damaged", .integer(0...Int64.max), required: true, "of these, those that do not open"),
                Field(
                    "longest_write_us", .integer(0...Int64.max), required: true,
                    "the longest that a batch was on the writer until it was durable, since the daemon started"),
            ]), required: true, "how far the move to the active key is"),
        Field(
            "rotates_at", .time,
            "when the active key is replaced by itself; absent without `keys.rotate_after_days`"),
    ]

    private static let keyExample =
        #"{"version":2,"state":"active","records":200,"wraps":200,"created_at":1767220000,"activated_at":1767220060}"#
    private static let reportExample =
        #"{"keys":[{"version":1,"state":"retiring","records":800,"wraps":1250,"created_at":1759440000,"retired_at":1767220060},"#
        + #"\#(keyExample)],"rewrap":{"running":true,"done":200,"left":800,"damaged":0,"longest_write_us":4100}}"#

    static let keyStatus = MethodEntry(
        .keyStatus, "tells the master keys, what needs them, and how far a rotation is",
        result: report, isRepeatable: true, example: (#"{}"#, reportExample))

    static let keyPrepare = MethodEntry(
        .keyPrepare, "makes the next master key; nothing uses it before it is activated",
        result: key, errors: [.conflict, .sealed], isRepeatable: false,
        example: (#"{}"#, #"{"version":2,"state":"prepared","records":0,"wraps":0,"created_at":1767220000}"#))

    static let keyActivate = MethodEntry(
        .keyActivate, "puts the prepared master key into use; the one before is retiring from then on",
        params: [Field("version", version, "left out: the one that is prepared")],
        result: key, errors: [.notFound, .conflict, .sealed], isRepeatable: false,
        example: (#"{"version":2}"#, keyExample))

    static let keyRewrap = MethodEntry(
        .keyRewrap,
        "moves records from retiring master keys to the active one in the background; `key.status` tells how far it is",
        result: report, isRepeatable: true, example: (#"{}"#, reportExample))

    static let keyVerify = MethodEntry(
        .keyVerify, "opens every record key under the master key that it names; takes seconds with a million records",
        result: [
            Field("good", .integer(0...Int64.max), required: true, "how many open"),
            Field("bad", .integer(0...Int64.max), required: true, "how many do not"),
            Field(
                "bad_records", .list(of: .handle, upTo: KeyVerification.namedAtMost), required: true,
                "the first of them; a handle that `grant.lookup` does not know is a queued revocation's"),
        ],
        errors: [.sealed], isRepeatable: true,
        example: (#"{}"#, #"{"good":1000,"bad":0,"bad_records":[]}"#))

    static let keyDestroy = MethodEntry(
        .keyDestroy, "destroys a retiring master key that no record needs any more; what was wrapped under it is gone",
        params: [Field("version", version, required: true, "the retiring key")],
        result: [
            Field("version", version, required: true, "as it was asked"),
            Field(
                "erased", .bool, required: true,
                "whether neither the database nor its write-ahead log holds the wrapped key any more"),
        ],
        errors: [.notFound, .conflict], isRepeatable: false,
        example: (#"{"version":1}"#, #"{"version":1,"erased":true}"#))
}
