import VaultStorage

extension StartFailure {
    init(_ failure: RestoreFailure, _ attempt: String, _ store: String) {
        switch failure {
        case .store(let error): self.init("\(attempt): \(error.description)")
        case .backup(let problem): self.init("\(attempt): the file \(problem)")
        case .newer:
            self.init(
                "\(attempt): the store \(store) was changed after the backup was made, or cannot be read; nothing was "
                    + "changed; if those changes may be lost, add --lose-newer-changes")
        case .otherStore:
            self.init(
                "\(attempt): \(store) is another store than the one that the backup is of; nothing was changed; if that store "
                    + "may be lost, add --lose-other-store")
        case .notVerified: self.init("\(attempt): it does not open")
        }
    }
}
