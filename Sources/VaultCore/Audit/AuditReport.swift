/// What a verification found.
package struct AuditReport: Equatable, Sendable {
    /// Files of before records had numbers, which nothing can be said of.
    package var unnumberedFiles: [String] = []
    /// The numbers of the records that were found, up to the first flaw; nil where there are none.
    package var records: ClosedRange<Int64>?
    /// How many of them are in sealed spans that are as they were signed.
    package var sealed: Int64 = 0
    /// Of the newest that no seal covers yet; with the key they were verified all the same.
    package var unsealed: ClosedRange<Int64>?
    package var unsealedVerified = false
    /// Bytes that a crash has left, as seals say.
    package var tornBytes = 0
    package var flaw: AuditFlaw?

    package init() {}
}
