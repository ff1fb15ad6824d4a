/// Which part of a system a syslog message is of (RFC 5424 §6.2.1).
package enum SyslogFacility: String, CaseIterable, Hashable, Sendable {
    case daemon
    case auth
    case authpriv
    case audit
    case local0
    case local1
    case local2
    case local3
    case local4
    case local5
    case local6
    case local7

    package var number: Int {
        switch self {
        case .daemon: 3
        case .auth: 4
        case .authpriv: 10
        case .audit: 13
        case .local0: 16
        case .local1: 17
        case .local2: 18
        case .local3: 19
        case .local4: 20
        case .local5: 21
        case .local6: 22
        case .local7: 23
        }
    }
}
