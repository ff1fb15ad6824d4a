/// What is made from a program's table and printed by the program itself, so that whoever packages it needs nothing else.
package enum GeneratedText: String, CaseIterable, Sendable {
    case man
    case markdown
    case bash
    case zsh
    case fish

    /// The shells that 'completion' knows.
    static let shells: [GeneratedText] = [.bash, .zsh, .fish]

    package func text(of program: ProgramSpec) -> String {
        switch self {
        case .man: ManualPage(program).text()
        case .markdown: ReferencePage(program).text()
        case .bash: BashCompletion(program).text()
        case .zsh: ZshCompletion(program).text()
        case .fish: FishCompletion(program).text()
        }
    }
}
