/// How far a backup that is being made has come, in bytes of the store.
package struct BackupProgress: Hashable, Sendable {
    package let done: Int
    package let total: Int

    package init(done: Int, total: Int) {
        self.done = done
        self.total = total
    }
}
