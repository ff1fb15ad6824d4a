/// The grants of one subject at one provider, and with one that is alone the full token that is kept of it, all of one moment.
package struct FoundGrants: Sendable {
    package var grants: [Grant]
    /// nil where there are several grants, and where whoever asks must look for the token by itself: it may be none or damaged.
    package var kept: KeptToken?

    package init(grants: [Grant], kept: KeptToken? = nil) {
        self.grants = grants
        self.kept = kept
    }
}
