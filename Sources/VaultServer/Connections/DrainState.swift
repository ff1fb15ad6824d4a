/// How far a reactor has come in ending its work.
enum DrainState {
    case serving
    /// No new work is taken; `whenIdle` is called once, when what was begun is done.
    case draining(whenIdle: () -> Void)
    /// What was sent is answered and nothing more can be sent; `whenIdle` is called once, when every connection has ended.
    case handingOver(whenIdle: () -> Void)
    case idle
}
