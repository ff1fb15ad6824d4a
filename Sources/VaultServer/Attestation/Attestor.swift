import Glibc
import Synchronization
package import VaultCore
import VaultSocket

/// Finds out what the kernel says about a peer's process, on threads of its own: reading about a process or hashing its file
/// may wait for a disk, and no loop may. The threads start when they are first needed.
package final class Attestor: Sendable {
    private let digest: ExecutableDigest
    private let cache = Mutex(DigestCache())
    private let facts = AttestationThread(name: "vault-attest")
    /// Apart, so that a large file keeps nobody waiting whose digest is not asked for.
    private let digests = AttestationThread(name: "vault-digest")

    package init(hasher: any ContentHasher) {
        digest = ExecutableDigest(hasher: hasher)
    }

    /// - Parameter done: called once, on a thread of the attestor, with nil when nothing can be said for sure: the process
    ///   has ended, or came to run another program meanwhile.
    func attest(_ peer: HeldPeer, under policy: Policy, done: @escaping @Sendable (Attested?) -> Void) {
        let taken = facts.run { [self] in
            guard let seen = Sighting(of: peer) else { return done(nil) }
            var program = gather(about: peer.identity, seen, under: policy)
            guard policy.missingFacts(about: peer.identity.running(program)).contains(.digest) else {
                return finish(program, seen, peer, done)
            }
            program.known.insert(.digest)
            hash(program, seen, peer, done)
        }
        if !taken { done(nil) }
    }

    private func hash(
        _ program: PeerProgram, _ seen: Sighting, _ peer: HeldPeer, _ done: @escaping @Sendable (Attested?) -> Void
    ) {
        var program = program
        guard let mark = seen.mark else { return finish(program, seen, peer, done) }
        if let known = cache.withLock({ $0[mark] }) {
            program.digest = known
            return finish(program, seen, peer, done)
        }
        let taken = digests.run { [self, program] in
            var program = program
            program.digest = digest(of: mark, seen)
            finish(program, seen, peer, done)
        }
        if !taken { done(nil) }
    }

    /// What is quickly told, and only as far as it matters.
    private func gather(about peer: PeerIdentity, _ seen: Sighting, under policy: Policy) -> PeerProgram {
        var program = peer.program
        let missing = policy.missingFacts(about: peer)
        if missing.contains(.executable) {
            program.known.insert(.executable)
            program.executable = seen.mark.flatMap(seen.files.executablePath)
        }
        if missing.contains(.unit) {
            program.known.insert(.unit)
            program.unit = seen.files.unit
        }
        return program
    }

    private func digest(of mark: FileMark, _ seen: Sighting) -> ContentDigest? {
        // The same program may have been hashed while this waited.
        if let known = cache.withLock({ $0[mark] }) { return known }
        let now = Self.wallNanoseconds
        guard let file = seen.files.openExecutable(), let found = digest.digest(of: file, marked: mark) else {
            return nil
        }
        cache.withLock { $0.keep(found, of: mark, at: now) }
        return found
    }

    private func finish(
        _ program: PeerProgram, _ seen: Sighting, _ peer: HeldPeer, _ done: @Sendable (Attested?) -> Void
    ) {
        done(seen.isStillTrue(of: peer) ? Attested(program: program, mark: seen.mark) : nil)
    }

    private static var wallNanoseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
