extension SQLiteStore {
    /// Of the linked SQLite.
    package static var libraryVersion: String { SQLiteLibrary.version }
}
