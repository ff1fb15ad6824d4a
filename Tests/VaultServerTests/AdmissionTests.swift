import Testing
import VaultCore

@testable import VaultServer

struct AdmissionTests {
    private func limits() -> LimitSettings {
        var limits = LimitSettings()
        limits.connections = 3
        limits.connectionsPerClient = 2
        limits.inFlight = 30
        limits.inFlightPerClient = 20
        return limits
    }

    private func peer(_ uid: UInt32) -> PeerIdentity { PeerIdentity(uid: uid, gid: 1, pid: 1) }

    @Test func `the last connection of a user gets in, the next one not, until one has closed`() {
        let admission = Admission(limits())
        #expect(admission.open(peer(1), on: .workload) == nil)
        #expect(admission.open(peer(1), on: .workload) == nil)
        #expect(admission.open(peer(1), on: .workload) == .connectionsOfClient)
        admission.close(peer(1), on: .workload)
        #expect(admission.open(peer(1), on: .workload) == nil)
    }

    @Test func `the total counts all users`() {
        let admission = Admission(limits())
        #expect(admission.open(peer(1), on: .workload) == nil)
        #expect(admission.open(peer(1), on: .workload) == nil)
        #expect(admission.open(peer(2), on: .workload) == nil)
        #expect(admission.open(peer(3), on: .workload) == .connections)
        #expect(admission.connections == 3)
    }

    @Test func `the admin socket has room when the workload socket is full`() {
        let admission = Admission(limits())
        for uid in 1...3 { #expect(admission.open(peer(UInt32(uid)), on: .workload) == nil) }
        for _ in 0..<Admission.adminConnections { #expect(admission.open(peer(1), on: .admin) == nil) }
        #expect(admission.open(peer(1), on: .admin) == .connections)
    }

    @Test(arguments: [(19, nil), (20, nil), (21, .inFlightOfClient)] as [(Int, Refusal?)])
    func `calls of one user are counted up to the limit`(calls: Int, refusal: Refusal?) {
        let admission = Admission(limits())
        #expect(admission.begin(calls - 5, of: peer(1), on: .workload) == nil)
        #expect(admission.begin(5, of: peer(1), on: .workload) == refusal)
        #expect(admission.inFlight == (refusal == nil ? calls : calls - 5))
    }

    @Test(arguments: [(29, nil), (30, nil), (31, .inFlight)] as [(Int, Refusal?)])
    func `calls of all users are counted up to the limit`(calls: Int, refusal: Refusal?) {
        let admission = Admission(limits())
        #expect(admission.begin(20, of: peer(1), on: .workload) == nil)
        #expect(admission.begin(calls - 20, of: peer(2), on: .workload) == refusal)
    }

    @Test func `ended calls make room`() {
        let admission = Admission(limits())
        #expect(admission.begin(20, of: peer(1), on: .workload) == nil)
        admission.end(20, of: peer(1), on: .workload)
        #expect(admission.begin(20, of: peer(1), on: .workload) == nil)
        #expect(admission.inFlight == 20)
    }

    @Test func `new limits hold at once`() {
        let admission = Admission(limits())
        #expect(admission.begin(20, of: peer(1), on: .workload) == nil)
        var wider = limits()
        wider.inFlightPerClient = 25
        admission.replace(wider)
        #expect(admission.begin(5, of: peer(1), on: .workload) == nil)
        #expect(admission.begin(1, of: peer(1), on: .workload) == .inFlightOfClient)
    }

    @Test func `every refusal is an error that may be retried`() {
        for refusal in Refusal.allCases {
            guard case .overloaded(let reason, let pause) = refusal.error else {
                Issue.record("\(refusal) is \(refusal.error)")
                continue
            }
            #expect(reason == refusal.rawValue)
            #expect(pause > 0)
        }
    }
}
