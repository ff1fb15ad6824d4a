import CSQLite
import Glibc

/// The thread that runs a writer until its queue has ended; joined once.
final class WriterThread: Sendable {
    private let thread: pthread_t

    /// Hands the writer, and its connection, over to a new thread for good.
    init(_ writer: sending Writer) throws(SQLiteError) {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(writer)
        let code = pthread_create(
            &thread, nil,
            { box in
                // Always the box that is passed below.
                guard let box else { return nil }
                Unmanaged<Writer>.fromOpaque(box).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw SQLiteError(code: SQLITE_NOMEM, message: "the system gave no thread to write with")
        }
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
