/// The methods of a sign-in as one text: NULL for none; else a line feed, which no method holds, between two.
enum AuthenticationMethods {
    static func text(of methods: [String]) -> String? {
        methods.isEmpty ? nil : methods.joined(separator: "\n")
    }

    static func list(of text: String?) -> [String] {
        text?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
    }
}
