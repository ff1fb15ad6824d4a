import VaultCommandLine
import VaultCore
import VaultCrypto
import VaultJSON
import VaultService
import VaultStorage

/// What `vaultd check --deep` finds in a store: pages that are not sound, and sealed values that do not open in their place.
struct DeepCheck {
    /// Of the file as a whole.
    private(set) var unsound: [String] = []
    private(set) var records = RecordCheckReport()

    init(of store: SQLiteStore, under keyring: Keyring) throws(StartFailure) {
        do throws(StoreFailure) {
            unsound = try store.problems()
        } catch {
            unsound = ["could not be read whole (\(error)): restore it from a backup"]
        }
        do throws(RecordCheckFailure) {
            records = try RecordCheck(store: store, sealer: KeyringSealer(keyring)).run()
        } catch {
            switch error {
            case .store(let failure):
                unsound.append("its records could not be read (\(failure)): restore it from a backup")
            case .seal(let failure): throw StartFailure("could not open the records: \(failure)", exitCode: .sealed)
            }
        }
    }

    /// Sentences, each with its place.
    var problems: [String] {
        unsound
            + records.faults.map { fault in
                "\(fault.table) \(fault.id) \(fault.sentence); \(Self.advice(fault.problem))"
            }
            + (records.faulty > records.faults.count
                ? ["\(records.faulty - records.faults.count) more records do not open"] : [])
    }

    private static func advice(_ problem: RecordFault.Problem) -> String {
        switch problem {
        case .doesNotOpen, .unreadable: "restore a backup, or let its user sign in again"
        case .unknownMasterKey: "restore a backup that holds it"
        case .ownerless: "it does no harm"
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("opened", records.opened)
        writer.member("faulty", records.faulty)
        writer.member(
            "faults",
            array: { writer in
                for fault in records.faults {
                    writer.object { writer in
                        writer.member("table", fault.table)
                        writer.member("id", fault.id)
                        writer.member("problem", fault.word)
                    }
                }
            })
    }
}
