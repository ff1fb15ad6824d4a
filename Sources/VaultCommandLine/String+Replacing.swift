extension String {
    /// Another text in the place of each of these characters.
    ///
    /// By hand: the standard library's own way belongs to its regular expressions, which are a megabyte in the memory of each program
    /// that needs them.
    func replacing(_ character: Character, by text: String) -> String {
        split(separator: character, omittingEmptySubsequences: false).joined(separator: text)
    }
}
