import VaultCore
import VaultJSON

/// Who a client is.
extension ConfigurationReader {
    func selector(_ object: ObjectReader) -> (place: Field, selector: PeerSelector)? {
        guard object.field.value.kind == .object else { return nil }
        let names = ObjectSpec.match.members.map(\.name)
        if names.allSatisfy({ object.member($0) == nil }) {
            object.field.report("matches nobody, name one of \(names.joined(separator: ", "))")
            return nil
        }
        let uid = number(object, name: "user", number: "uid", accounts.uid(ofUser:))
        let gid = number(object, name: "group", number: "gid", accounts.gid(ofGroup:))
        let executable = object.path(at: "executable")
        let digest = digest(object)
        let unit = unit(object)
        // What could not be read must not make the selector match more.
        guard uid.isSound, gid.isSound, (executable != nil) == (object.member("executable") != nil),
            (digest != nil) == (object.member("executable_sha256") != nil),
            (unit != nil) == (object.member("systemd_unit") != nil)
        else { return nil }
        let selector = PeerSelector(
            uid: uid.value, gid: gid.value, executable: executable, digest: digest, unit: unit)
        return (object.field, selector)
    }

    private func number(
        _ object: ObjectReader, name: String, number: String, _ lookUp: (String) -> UInt32?
    ) -> (value: UInt32?, isSound: Bool) {
        let given = object.integer(number).map { UInt32($0) }
        guard let named = object.member(name) else { return (given, given != nil || object.member(number) == nil) }
        if object.member(number) != nil { named.report("says the same as \(number), leave one of them out") }
        guard let text = object.text(name) else { return (nil, false) }
        guard let found = lookUp(text) else {
            named.report("is no \(name) of this machine, add it or correct the name")
            return (nil, false)
        }
        return (found, true)
    }

    private func digest(_ object: ObjectReader) -> ContentDigest? {
        guard let field = object.member("executable_sha256"), let text = object.text("executable_sha256") else {
            return nil
        }
        do throws(InvalidValue) {
            return try ContentDigest(text)
        } catch {
            field.report(error.problem)
            return nil
        }
    }

    private func unit(_ object: ObjectReader) -> String? {
        guard let field = object.member("systemd_unit"), let text = object.text("systemd_unit") else { return nil }
        let isUnit = [".service", ".scope"].contains { text.hasSuffix($0) && text.count > $0.count }
        guard isUnit, text.utf8.allSatisfy(Self.mayStandInUnit) else {
            field.report("must be the full name of a service or scope, such as \"backstage.service\"")
            return nil
        }
        return text
    }

    /// systemd.unit(5), "description".
    private static func mayStandInUnit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ":-_.\\@".utf8.contains(byte)
        }
    }
}
