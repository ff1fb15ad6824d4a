import Testing

/// The suites that start real processes, one test after the other: on a busy machine, many at once would only measure
/// how long it takes to start them.
@Suite(.serialized) struct ProcessSuites {}
