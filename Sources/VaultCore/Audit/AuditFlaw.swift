/// The first record of a log that is not as it was written.
package struct AuditFlaw: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// It says something else than was written.
        case edited
        /// Records from its number up to this one are not there.
        case missing(upTo: Int64)
        /// It stands there twice, or was never written.
        case inserted
        /// It stands behind a later one.
        case moved
        /// A line that is no record.
        case noRecord
        /// Its span was never sealed, though others came after.
        case unsealed(upTo: Int64)
        /// Of these records one was replaced by somebody who knew the key of the span, which its seal tells: which one cannot be told.
        case forged(upTo: Int64)
        /// It begins another log.
        case otherLog
        /// The file is not readable.
        case unreadable(errno: Int32)
    }

    package let kind: Kind
    /// The number of the record that is concerned.
    package let sequence: Int64
    package let file: String
    /// Counted from 1; 0 where it stands in no line.
    package let line: Int

    package init(kind: Kind, sequence: Int64, file: String, line: Int) {
        self.kind = kind
        self.sequence = sequence
        self.file = file
        self.line = line
    }

    /// The last of the records that it is about.
    package var last: Int64 {
        switch kind {
        case .missing(let last), .unsealed(let last), .forged(let last): last
        case .edited, .inserted, .moved, .noRecord, .otherLog, .unreadable: sequence
        }
    }

    package static let words = [
        "edited", "missing", "inserted", "moved", "no_record", "unsealed", "forged", "other_log", "unreadable",
    ]

    /// A snake_case word.
    package var word: String {
        switch kind {
        case .edited: "edited"
        case .missing: "missing"
        case .inserted: "inserted"
        case .moved: "moved"
        case .noRecord: "no_record"
        case .unsealed: "unsealed"
        case .forged: "forged"
        case .otherLog: "other_log"
        case .unreadable: "unreadable"
        }
    }
}

extension AuditFlaw: CustomStringConvertible {
    package var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        let what =
            switch kind {
            case .edited: "record \(sequence) was edited"
            case .missing(let last) where last == sequence: "record \(sequence) is missing"
            case .missing(let last): "records \(sequence) to \(last) are missing"
            case .inserted: "a record that was not written here stands before record \(sequence)"
            case .moved: "record \(sequence) does not stand where it was written"
            case .noRecord: "a line that is no record stands before record \(sequence)"
            case .unsealed(let last): "records \(sequence) to \(last) have no seal"
            case .forged(let last): "one of the records \(sequence) to \(last) was replaced with the key of their span"
            case .otherLog: "record \(sequence) begins another log"
            case .unreadable(let errno): "it could not be read (errno \(errno))"
            }
        return "\(place): \(what)"
    }
}
