import VaultCore

extension Sample {
    static var diagnosis: Diagnosis {
        var figures = HostFigures(now: Timestamp(seconds: 9))
        figures.isClockSynchronised = nil
        figures.activeKey = HostFigures.ActiveKey(
            version: MasterKeyVersion(number: 2), since: Timestamp(seconds: 3), rotatesAt: nil)
        figures.backups = .newest(Timestamp(seconds: 4))
        return Diagnosis(figures, sqlite: "3.40.1", libsodium: "1.0.18")
    }
}
