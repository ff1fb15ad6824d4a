extension FetchReply {
    /// A response header as it may be passed on, or nothing where it is too long or not printable ASCII.
    package static func passable(_ value: String?) -> String? {
        guard let value, value.utf8.count <= FetchLimits.responseHeaderBytes else { return nil }
        return value.utf8.allSatisfy(TextRule.responseHeader.isAllowed) ? value : nil
    }
}
