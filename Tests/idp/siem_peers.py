"""What others' programs say about what is shipped for a SIEM: Sigma rules (pySigma) and OCSF findings (py-ocsf-models).

    siem_peers.py rules FILE...     every rule reads, and every rule that a correlation names is there
    siem_peers.py findings          one OCSF Detection Finding a line on stdin
"""
import json
import sys


def rules(paths):
    from sigma.collection import SigmaCollection
    for path in paths:
        with open(path, encoding="utf-8") as file:
            collection = SigmaCollection.from_yaml(file.read(), collect_errors=True)
        collection.resolve_rule_references()
        errors = [error for rule in collection.rules for error in rule.errors]
        if errors or not collection.rules:
            sys.exit(f"{path}: {errors}")
        print(f"{path} {len(collection.rules)}")


def findings():
    from py_ocsf_models.events.findings.detection_finding import DetectionFinding
    for line in sys.stdin:
        finding = DetectionFinding(**json.loads(line))
        print(f"{finding.class_uid} {finding.finding_info.title}")


rules(sys.argv[2:]) if sys.argv[1] == "rules" else findings()
