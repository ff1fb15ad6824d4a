import VaultJSON

/// What the schema requires of the classes and objects that are used: the attributes with `"requirement": "required"` and the
/// constraints `at_least_one` of github.com/ocsf/ocsf-schema (`events/base_event.json`, `includes/classification.json`, `events/iam`,
/// `events/application`, `events/findings`, `objects`), for each attribute whether 1.3.0 or a later version has come to require it.
struct OCSFSchema {
    private static let base = [
        "activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid",
    ]

    private static let classes: [Int64: (required: [String], oneOf: [[String]], activities: ClosedRange<Int64>)] = [
        2004: (["finding_info"], [], 1...3),
        3001: (["user"], [], 1...11),
        3002: (["user"], [["service", "dst_endpoint"]], 1...5),
        3003: (["user"], [["privileges", "groups", "group", "iam_roles"]], 1...3),
        3004: (["entity"], [], 1...4),
        6002: (["app"], [], 1...4),
        6003: (["actor", "api", "src_endpoint"], [], 1...4),
    ]

    private static let objects: [String: (required: [String], oneOf: [[String]])] = [
        "metadata": (["product", "version"], []),
        "product": (["name", "vendor_name"], []),
        "app": (["name", "vendor_name"], []),
        "actor": ([], [["process", "user", "invoked_by", "session", "app_name", "app_uid"]]),
        "api": (["operation"], []),
        "service": ([], [["name", "uid"]]),
        "src_endpoint": (
            [],
            [["ip", "uid", "name", "hostname", "svc_name", "instance_uid", "interface_uid", "interface_name"]]
        ),
        "user": ([], [["account", "name", "uid"]]),
        "entity": ([], [["name", "uid"]]),
        "finding_info": (["title", "uid"], []),
        "process": ([], [["pid", "uid", "name"]]),
        "file": (["name", "type_id"], []),
        "session": ([], []),
        "unmapped": ([], []),
    ]

    /// What the event does not keep to.
    static func problems(_ event: JSONValue) -> [String] {
        var problems: [String] = []
        for name in base where event[name] == nil { problems.append("\(name) is missing") }
        guard let type = event["class_uid"]?.integer, let rule = classes[type] else { return problems + ["no class"] }
        let activity = event["activity_id"]?.integer ?? -1
        if event["category_uid"]?.integer != type / 1_000 { problems.append("category_uid") }
        if event["type_uid"]?.integer != type * 100 + activity { problems.append("type_uid") }
        if !rule.activities.contains(activity), activity != 99 { problems.append("activity_id \(activity)") }
        // "When activity_id is 99 (Other), this must contain the source-specific activity label."
        if (activity == 99) != (event["activity_name"]?.string != nil) { problems.append("activity_name") }
        if !(1...5).contains(event["severity_id"]?.integer ?? 0) { problems.append("severity_id") }
        if event["time"]?.integer == nil { problems.append("time is no number") }
        check(event, rule.required, rule.oneOf, "", &problems)
        return problems
    }

    private static func check(
        _ object: JSONValue, _ required: [String], _ oneOf: [[String]], _ path: String, _ problems: inout [String]
    ) {
        for name in required where object[name] == nil { problems.append("\(path)\(name) is missing") }
        for names in oneOf where names.allSatisfy({ object[$0] == nil }) { problems.append("\(path) none of \(names)") }
        guard let members = object.members else { return }
        for member in members where member.value.kind == .object {
            let name = member.name.string ?? ""
            guard let rule = objects[name] else {
                problems.append("\(path)\(name) is not in the table")
                continue
            }
            if name != "unmapped" { check(member.value, rule.required, rule.oneOf, "\(path)\(name).", &problems) }
        }
    }
}
