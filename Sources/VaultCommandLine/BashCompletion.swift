/// The completion script for bash (4.4 or later), made from the table of a program; needs no bash-completion beside it.
struct BashCompletion {
    private let table: CompletionTable
    private let name: String

    init(_ program: ProgramSpec) {
        table = CompletionTable(program)
        name = program.name
    }

    func text() -> String {
        let function = "_" + name.replacing("-", by: "_")
        return """
            # bash completion of \(name); '\(name) --generate bash' prints it.

            \(function)() {
              local current=${COMP_WORDS[COMP_CWORD]} at="" option="" words="" files="" word i
              COMPREPLY=()
              for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                # bash makes three words of --name=value.
                [[ $word == "=" ]] && continue
                if [[ -n $option ]]; then
                  option=""
                  continue
                fi
                case "$at $word" in
                  \(valued)) option=$word ;;
                  *" -"*) ;;
            \(steps)
                esac
              done
              [[ $current == "=" ]] && current=""
              if [[ -n $option ]]; then
                case "$at $option" in
            \(values)
                esac
              elif [[ $current == -* ]]; then
                words="\(spelled(table.common))"
                case "$at" in
            \(options)
                esac
              else
                case "$at" in
            \(arguments)
                esac
              fi
              if [[ -n $files ]]; then
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
              else
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
              fi
            }

            complete -F \(function) \(name)

            """
    }

    private var valued: String { table.valued.map(\.quoted).joined(separator: " | ") }

    private var steps: String {
        let steps = table.steps.map { "\"\($0)\"" }
        return steps.isEmpty ? "" : "      \(steps.joined(separator: " | "))) at=${at:+$at }$word ;;"
    }

    private var values: String {
        table.values.map { patterns, value in
            "      \(patterns.map(\.quoted).joined(separator: " | "))) \(action(value)) ;;"
        }.joined(separator: "\n")
    }

    private func action(_ value: CompletionValue) -> String {
        switch value {
        case .files: "files=yes"
        case .words(let words): "words=\"\(words.joined(separator: " "))\""
        }
    }

    private var options: String {
        table.places.map { "      \"\($0)\") words+=\" \(spelled(table.options(at: $0)))\" ;;" }.joined(separator: "\n")
    }

    private func spelled(_ options: [OptionSpec]) -> String { options.map { "--\($0.name)" }.joined(separator: " ") }

    private var arguments: String {
        let words = table.branches.map { branch in
            "      \"\(branch.words)\") words=\"\(branch.next.map(\.name).joined(separator: " "))\" ;;"
        }
        return (words + table.arguments.map { "      \"\($0.words)\") \(action($0.value)) ;;" }).joined(separator: "\n")
    }
}
