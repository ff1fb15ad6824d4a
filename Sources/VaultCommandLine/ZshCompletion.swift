/// The completion script for zsh, made from the table of a program; it may be sourced, or stand in a folder of `fpath`.
struct ZshCompletion {
    private let table: CompletionTable
    private let name: String

    init(_ program: ProgramSpec) {
        table = CompletionTable(program)
        name = program.name
    }

    func text() -> String {
        """
        #compdef \(name)
        # zsh completion of \(name); '\(name) --generate zsh' prints it.
        compdef _\(name) \(name)

        _\(name)() {
          local at="" option="" word
          local -a candidates
          integer i
          for ((i = 2; i < CURRENT; i++)); do
            word=${(Q)words[i]}
            if [[ -n $option ]]; then
              option=""
              continue
            fi
            case "$at $word" in
              (\(valued)) option=$word ;;
              (*" -"*) ;;
        \(steps)
            esac
          done
          if [[ -z $option && $words[CURRENT] == --*=* ]]; then
            option=${words[CURRENT]%%=*}
            compset -P '*='
          fi
          if [[ -n $option ]]; then
            case "$at $option" in
        \(values)
            esac
          elif [[ $words[CURRENT] == -* ]]; then
            case "$at" in
        \(options)
            esac
            candidates+=(\(described(table.common)))
            _describe -o option candidates
          else
            case "$at" in
        \(arguments)
            esac
          fi
        }

        # Loaded from fpath, this file is the function's body the first time.
        if [[ "$funcstack[1]" == "_\(name)" ]]; then _\(name) "$@"; fi

        """
    }

    private var valued: String { table.valued.map(\.quoted).joined(separator: "|") }

    private var steps: String {
        let steps = table.steps.map { "\"\($0)\"" }
        return steps.isEmpty ? "" : "      (\(steps.joined(separator: "|"))) at=\"${at:+$at }$word\" ;;"
    }

    private var values: String {
        table.values.map { patterns, value in
            "      (\(patterns.map(\.quoted).joined(separator: "|"))) \(action(value)) ;;"
        }.joined(separator: "\n")
    }

    private func action(_ value: CompletionValue) -> String {
        switch value {
        case .files: "_files"
        case .words(let words): "compadd -- \(words.joined(separator: " "))"
        }
    }

    private var options: String {
        table.places.map { "      (\"\($0)\") candidates=(\(described(table.options(at: $0)))) ;;" }
            .joined(separator: "\n")
    }

    private func described(_ options: [OptionSpec]) -> String {
        options.map { Self.quoted("--\($0.name):\(CompletionTable.brief($0.help))") }.joined(separator: " ")
    }

    private var arguments: String {
        let words = table.branches.map { branch in
            let next = branch.next.map { Self.quoted("\($0.name):\(CompletionTable.brief($0.text))") }
            return
                "      (\"\(branch.words)\") candidates=(\(next.joined(separator: " "))); _describe command candidates ;;"
        }
        return (words + table.arguments.map { "      (\"\($0.words)\") \(action($0.value)) ;;" }).joined(
            separator: "\n")
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", by: "'\\''") + "'" }
}
