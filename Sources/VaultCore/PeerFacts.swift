/// Facts about a peer's process that cost reading files of the kernel, and are asked for only where some selector needs them.
package struct PeerFacts: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let executable = PeerFacts(rawValue: 1)
    package static let digest = PeerFacts(rawValue: 2)
    package static let unit = PeerFacts(rawValue: 4)
}
