/// How far a reactor has come in ending its work.
enum DrainState {
    case serving
    /// No new work is taken; `whenIdle` is called once, when what was begun is done.
    case draining(whenIdle: () -> Void)
    case idle
}
