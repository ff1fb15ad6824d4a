import Testing
import VaultCore

@testable import VaultStorage

/// No statement on the way of a request looks through a whole table or sorts one.
@Suite struct QueryPlanTests {
    @Test(arguments: [
        GrantReads.byIDSQL, GrantReads.byKeySQL, GrantReads.bySubjectSQL, StandingReads.sql, LineageReads.lineageSQL,
        LineageReads.tokenSQL,
        LineageReads.keptTokenSQL, FoundReads.sql, RevocationReads.dueSQL, GrantWrites.replaceSQL,
        GrantWrites.replaceActiveSQL,
        PutLook.sql,
        GrantWrites.refreshSQL, GrantWrites.condemnSQL,
        GrantWrites.deleteSQL, GrantWrites.touchSQL, RecordKeyWrites.replaceSQL, RecordKeyWrites.deleteSQL,
        RecordKeyWrites.rewrapSQL, RecordKeyReads.oneSQL, RecordKeyReads.underSQL,
        MasterKeyWrites.destroySQL,
        LabelWrites.deleteSQL, TokenWrites.deleteSQL, TokenWrites.expireSQL, IntentWrites.beginSQL,
        IntentWrites.deleteSQL, RevocationWrites.postponeSQL, RevocationWrites.deleteSQL,
        DelegationReads.byIDSQL, DelegationWrites.spendSQL, DelegationWrites.deleteSQL, DelegationWrites.expireSQL,
        SessionReads.byHandleSQL, SessionReads.byIDSQL, SessionReads.grantsSQL, SessionWrites.deleteSQL,
        SessionWrites.linkSQL, SessionWrites.bindSQL, SessionWrites.replaceSQL, SessionWrites.touchSQL,
        SubjectWrites.endSessionsSQL, SubjectWrites.endDelegationsSQL, SubjectWrites.endGrantsSQL,
        SubjectWrites.enableSQL, SubjectWrites.findSQL,
        ForecastWrites.foreseeSQL, ForecastWrites.tellSQL,
        ScopeUseReads.sinceSQL, ScopeUseWrites.raiseSQL, ScopeUseWrites.insertSQL, ScopeUseWrites.removeSQL,
    ])
    func `the statement goes by an index`(sql: String) throws {
        let plan = try plan(of: sql)
        #expect(!plan.isEmpty)
        let tables = plan.filter { $0 != "SCAN CONSTANT ROW" }
        #expect(!tables.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test func `a list by subject or label goes by an index`() throws {
        for filter in [
            GrantFilter(subject: try Subject("user:default/alice")),
            GrantFilter(label: try Label(name: "team", value: "core")),
        ] {
            let plan = try plan(of: GrantQuery(filter).sql)
            #expect(!plan.contains { $0.hasPrefix("SCAN g") && !$0.contains("INDEX") && $0 != "SCAN g" }, "\(plan)")
            #expect(plan.contains { $0.hasPrefix("SEARCH g ") }, "\(plan)")
        }
    }

    @Test func `grants of an account are counted without looking at the others`() throws {
        let plan = try plan(of: ForecastReads.liveSQL)
        #expect(plan.contains { $0.contains("INDEX grants_by_account (provider=? AND account=?)") }, "\(plan)")
    }

    @Test func `deaths are counted without looking at any grant`() throws {
        let plan = try plan(of: ForecastReads.deathsSQL)
        #expect(
            plan.count == 1 && plan[0].contains("COVERING INDEX grants_by_death (dies_at>? AND dies_at<?)"), "\(plan)")
    }

    @Test func `what dies next is found by its index, on the first page and behind a place`() throws {
        let window = DeathWindow(after: Sample.start, until: Sample.start.adding(seconds: 9))
        var untold = window
        untold.untoldForMilliseconds = 1
        let place = GrantPlace(id: try #require(GrantID(rawValue: 7)), diesAt: Sample.start.adding(seconds: 2))
        let all = DeathWindow(until: Sample.start, includesCondemned: true)
        for filter in [
            GrantFilter(deaths: window), GrantFilter(deaths: window, after: place), GrantFilter(deaths: untold),
            GrantFilter(deaths: all), GrantFilter(deaths: all, after: place),
            GrantFilter(providers: [try ProviderName("github")], deaths: window, after: place),
        ] {
            let plan = try plan(of: GrantQuery(filter).sql)
            let tables = plan.filter { $0.hasPrefix("SEARCH g ") && !$0.contains("LEFT-JOIN") }
            #expect(!tables.isEmpty && tables.allSatisfy { $0.contains("INDEX grants_by_death") }, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN g ") && !$0.contains("INDEX") }, "\(plan)")
        }
    }

    @Test func `grants that ended are found without looking at the others`() throws {
        #expect(try plan(of: SubjectReads.endedSQL).contains { $0.contains("grants_that_ended") })
        #expect(
            try plan(of: "UPDATE grants SET claims = NULL WHERE bound_session = 1").contains {
                $0.contains("grants_by_bound_session")
            })
    }

    private func plan(of sql: String) throws -> [String] {
        let directory = TemporaryDirectory()
        try SQLiteStore.open(in: directory).close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .writing)
        var lines: [String] = []
        try connection.prepare("EXPLAIN QUERY PLAN " + sql).forEach { row throws(SQLiteError) in
            _ = (row.int(), row.int(), row.int())
            lines.append(row.text())
        }
        return lines
    }
}
