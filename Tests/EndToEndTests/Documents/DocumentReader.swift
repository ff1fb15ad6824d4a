/// Finds the blocks of code in a document, line by line (CommonMark 4.4, 4.5, as far as our documents use it).
struct DocumentReader {
    let document: String
    private(set) var blocks: [DocumentBlock] = []
    private var number = 0
    private var heading = ""
    private var isTranscript = false
    private var fence: String?
    private var open: (line: Int, lines: [String])?
    private var before = ""

    init(document: String) { self.document = document }

    mutating func take(_ line: String) {
        number += 1
        defer { before = line }
        if line.hasPrefix("```") {
            if fence == nil {
                close()
                fence = String(line.dropFirst(3))
                open = (number, [])
            } else {
                close()
                fence = nil
            }
        } else if fence != nil {
            open?.lines.append(line)
        } else if line.hasPrefix("    "), open != nil || before.isEmpty {
            open = (open?.line ?? number, (open?.lines ?? []) + [String(line.dropFirst(4))])
        } else {
            close()
            if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
            if line.hasPrefix("<!-- transcript") { isTranscript = true }
            if line.hasPrefix("<!-- end") { isTranscript = false }
        }
    }

    private mutating func close() {
        guard let block = open else { return }
        blocks.append(
            DocumentBlock(
                document: document, heading: heading, line: block.line, language: fence, isTranscript: isTranscript,
                lines: block.lines))
        open = nil
    }
}
