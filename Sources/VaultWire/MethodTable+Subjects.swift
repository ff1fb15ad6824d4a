import VaultCore

extension MethodTable {
    private static let subjectParameter = [
        Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "which user")
    ]

    private static let facts = [
        Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "the user"),
        Field("disabled", .bool, required: true, "whether new sessions and grants are refused"),
        Field("disabled_at", .time, "since when"),
        Field("grants", .integer(0...Int64.max), required: true, "how many there are"),
        Field("sessions", .integer(0...Int64.max), required: true, "how many there are"),
        Field("delegations", .integer(0...Int64.max), required: true, "how many there are"),
        Field(
            "pending_revocations", .integer(0...Int64.max), required: true,
            "refresh tokens that are still to be revoked at their providers"),
    ]

    private static let receipt = [
        Field("subject", .text(maximumBytes: Limits.subjectBytes), required: true, "the user"),
        Field("disabled", .bool, required: true, "whether new sessions and grants are refused"),
        Field("sessions", .integer(0...Int64.max), required: true, "how many were ended"),
        Field(
            "delegations", .integer(0...Int64.max), required: true,
            "how many were ended, those of ended sessions included"),
        Field(
            "grants",
            .list(
                of: .object([
                    Field("grant", .handle, required: true, "the handle, which is good for nothing any more"),
                    Field("provider", .name, required: true, "where it is from"),
                    Field(
                        "account", .text(maximumBytes: Limits.accountBytes), "which account there, where it is known"),
                    Field(
                        "upstream", .word(RevocationReceipt.Upstream.allCases.map(\.rawValue)), required: true,
                        "`queued`: the vault goes on trying"),
                ]), upTo: nil), required: true, "what was ended, in order of ids"),
    ]

    static let subjectShow = MethodEntry(
        .subjectShow, "tells what the vault holds of one user, in numbers, and whether the user is disabled",
        params: subjectParameter, result: facts, errors: [.sealed], isRepeatable: true,
        example: (#"{"subject":"user:default/alice"}"#, factsExample))

    static let subjectRevoke = MethodEntry(
        .subjectRevoke,
        "ends all sessions, delegations and grants of one user: in one durable step here before it answers, then at the providers, again and again until that is done too",
        params: subjectParameter, result: receipt, errors: [.sealed], isRepeatable: true,
        example: (#"{"subject":"user:default/alice"}"#, receiptExample(disabled: false)))

    static let subjectDisable = MethodEntry(
        .subjectDisable,
        "the same, and lets no new session or grant of the user in, from the same step on, until subject.enable",
        params: subjectParameter, result: receipt, errors: [.sealed], isRepeatable: true,
        example: (#"{"subject":"user:default/alice"}"#, receiptExample(disabled: true)))

    static let subjectEnable = MethodEntry(
        .subjectEnable, "lets new sessions and grants of a user in again; what was ended stays ended",
        params: subjectParameter, result: facts, errors: [.sealed], isRepeatable: true,
        example: (
            #"{"subject":"user:default/alice"}"#,
            #"{"subject":"user:default/alice","disabled":false,"grants":0,"sessions":0,"delegations":0,"pending_revocations":0}"#
        ))

    private static let factsExample =
        #"{"subject":"user:default/alice","disabled":false,"grants":1,"sessions":2,"delegations":0,"pending_revocations":0}"#

    private static func receiptExample(disabled: Bool) -> String {
        let handle = GrantID(rawValue: 7)?.handle ?? ""
        return #"{"subject":"user:default/alice","disabled":\#(disabled),"sessions":2,"delegations":0,"#
            + #""grants":[{"grant":"\#(handle)","provider":"github","upstream":"revoked"}]}"#
    }
}
