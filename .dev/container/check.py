"""Holds docker/compose.yml and docker/kubernetes against docker/Dockerfile, the configurations and Kubernetes' own schemas.

A file that names a user, path, volume, target, secret or program that the image does not have is an error.
"""
import pathlib
import re
import sys

import kubernetes_validate
import yaml

root = pathlib.Path(__file__).resolve().parents[2]
problems = []


def expect(condition, text):
    if not condition:
        problems.append(text)


dockerfile = (root / "docker/Dockerfile").read_text()
targets = set(re.findall(r"^FROM \S+ AS (\S+)$", dockerfile, re.M))
user, group = map(int, re.search(r"^USER (\d+):(\d+)$", dockerfile, re.M).groups())
volumes = set(re.findall(r'"(/[^"]+)"', re.search(r"^VOLUME (.*)$", dockerfile, re.M).group(1)))
installed = set(re.findall(r"for program in ([^;]+); do put", (root / ".dev/programs").read_text())[1].split())
expect(f"--gid {group} vaultd" in dockerfile and f"--uid {user} --gid {group}" in dockerfile, "Dockerfile: USER is not the user that it makes")
for source in re.findall(r"^COPY (?:--chmod=\S+ )?([\w./]+) \S+$", dockerfile, re.M):
    expect((root / source).exists(), f"Dockerfile: {source} is not there")


def configured(text, name):
    """What a configuration says of users, secrets and paths."""
    for path in re.findall(r'path: "(/[^"]+)"', text):
        expect(any(path.startswith(volume + "/") for volume in volumes), f"{name}: {path} is in no volume of the image")
    return set(map(int, re.findall(r"\buid: (\d+)", text))), set(re.findall(r'credential: "([^"]+)"', text))


def check_compose():
    name = "compose.yml"
    compose = yaml.safe_load((root / "docker" / name).read_text())
    users, credentials = configured((root / "docker/compose.vaultd.json5").read_text(), "compose.vaultd.json5")
    expect((root / "docker/vaultd.json5").exists() and configured((root / "docker/vaultd.json5").read_text(), "vaultd.json5")[0] == {user}, "vaultd.json5: the operator is not the image's user")
    services = compose["services"]
    for service, what in services.items():
        where = f"{name}: {service}"
        if "build" in what:
            expect(what["build"]["target"] in targets, f"{where}: the Dockerfile has no target {what['build']['target']}")
            context = root / "docker" / what["build"]["context"]
            expect((context / what["build"]["dockerfile"]).resolve() == root / "docker/Dockerfile", f"{where}: builds something else")
        expect(what.get("read_only") is True and what.get("cap_drop") == ["ALL"], f"{where}: is not read-only and without capabilities")
        expect("no-new-privileges:true" in what.get("security_opt", []), f"{where}: may gain privileges")
        expect(int(what["user"].split(":")[0]) != 0, f"{where}: runs as root")
        for volume in what.get("volumes", []):
            source, target = volume.split(":")[:2]
            if source.startswith("."):
                expect((root / "docker" / source).exists(), f"{where}: {source} is not there")
            else:
                expect(source in compose["volumes"], f"{where}: the volume {source} is not declared")
                expect(target in volumes, f"{where}: {target} is no volume of the image")
            expect(service == "vault" or target not in volumes - {"/run/vaultd/workload"}, f"{where}: sees what is the vault's alone")
        for secret in what.get("secrets", []):
            expect(secret in compose["secrets"], f"{where}: the secret {secret} is not declared")
        for other in what.get("depends_on", []) + [what.get("network_mode", "").removeprefix("service:")]:
            expect(other in services or other == "", f"{where}: there is no service {other}")
    vault, backend = services["vault"], services["backend"]
    expect(vault["user"] == f"{user}:{group}", f"{name}: vault is not the image's user")
    expect({v.split(":")[1] for v in vault["volumes"]} == volumes, f"{name}: vault does not mount all volumes of the image")
    expect(credentials == set(vault["secrets"]), f"{name}: the secrets of vault are not those of its configuration")
    expect(int(backend["user"].split(":")[0]) in users - {user}, f"{name}: the configuration does not know the backend's user")
    expect(str(group) in backend["group_add"], f"{name}: the backend has not the socket's group")


def check_pod(where, spec, claims, configurations):
    declared = {volume["name"] for volume in spec.get("volumes", [])} | claims
    pod = spec.get("securityContext", {})
    for container in spec.get("initContainers", []) + spec["containers"]:
        place = f"{where}: {container['name']}"
        mounts = container.get("volumeMounts", [])
        for mount in mounts:
            expect(mount["name"] in declared, f"{place}: the volume {mount['name']} is not declared")
        context = {**pod, **container.get("securityContext", {})}
        expect(context.get("readOnlyRootFilesystem") and context["capabilities"]["drop"] == ["ALL"], f"{place}: is not read-only and without capabilities")
        expect(context.get("allowPrivilegeEscalation") is False, f"{place}: may gain privileges")
        ours = container["image"].startswith("registry.example.com/vaultd:")
        if not ours:
            users, _ = configurations[0]
            expect(context["runAsUser"] in users - {user}, f"{place}: the configuration does not know its user")
            expect(group in [pod.get("fsGroup"), *pod.get("supplementalGroups", [])], f"{place}: has not the socket's group")
            expect({m["mountPath"] for m in mounts} == {"/run/vaultd/workload"}, f"{place}: sees what is the vault's alone")
        elif container["name"] != "directories":
            expect(context["runAsUser"] == user and context["runAsGroup"] == group, f"{place}: is not the image's user")
            expect(volumes <= {m["mountPath"] for m in mounts}, f"{place}: does not mount all volumes of the image")
            expect("/etc/vaultd" in {m["mountPath"] for m in mounts}, f"{place}: has no configuration")
            (place_of_secrets,) = [e["value"] for e in container["env"] if e["name"] == "CREDENTIALS_DIRECTORY"]
            expect(place_of_secrets in {m["mountPath"] for m in mounts}, f"{place}: its secrets are mounted elsewhere")
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            if container["name"] == "vaultd":
                command = container.get(probe, {}).get("exec", {}).get("command", ["nothing"])
                expect(command[0] in installed, f"{place}: the {probe} runs what the image has not")


def check_kubernetes(path):
    name = path.name
    documents = list(yaml.safe_load_all(path.read_text()))
    configurations = [configured(d["data"]["vaultd.json5"], name) for d in documents if d["kind"] == "ConfigMap"]
    pods = 0
    for document in documents:
        # The first with sidecars, and the newest that the schemas have.
        for version in ("1.29", "1.37"):
            try:
                kubernetes_validate.validate(document, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                problems.append(f"{name}: {document['kind']} in {version}: {error.message}")
        if "spec" not in document or document["kind"] == "Service":
            continue
        pods += 1
        template = document["spec"] if document["kind"] == "Pod" else document["spec"]["template"]["spec"]
        claims = {claim["metadata"]["name"] for claim in document["spec"].get("volumeClaimTemplates", [])}
        check_pod(f"{name} {document['kind']}", template, claims, configurations)
    expect(pods > 0, f"{name}: has no pod")


check_compose()
manifests = sorted((root / "docker/kubernetes").glob("*.yml"))
expect(len(manifests) == 2, "docker/kubernetes: two manifests are expected")
for manifest in manifests:
    check_kubernetes(manifest)
for problem in problems:
    print(f"docker: {problem}", file=sys.stderr)
sys.exit(1 if problems else 0)
