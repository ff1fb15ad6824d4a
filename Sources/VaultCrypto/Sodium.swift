import CSodium

/// libsodium is initialised exactly once, before anything of it is used.
enum Sodium {
    /// False when libsodium found no source of randomness (libsodium, "Usage").
    static let isReady = sodium_init() >= 0
}

/// libsodium could not be initialised or has no memory.
package struct SodiumFailure: Error, Equatable, CustomStringConvertible {
    package var description: String {
        "allocate guarded memory: libsodium could not be initialised or is out of memory; free memory or raise the limit"
            + " of mappings (vm.max_map_count)"
    }
}
