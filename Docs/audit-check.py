#!/usr/bin/env python3
"""Says whether the sealed records of an audit log are as they were written, with nothing of the vault but its public key.

usage: audit-check.py PUBLIC-KEY.pem FILE...   the oldest file first; needs openssl 3

`vault-audit verify` does the same and more: this is for whoever trusts no program of ours. What stands behind the last seal is passed
over, and so is half a line that a crash has left.
"""
import hashlib, json, re, subprocess, sys, tempfile

def hash32(data): return hashlib.blake2b(data, digest_size=32).digest()

def link(before, line):
    """What the chain comes to with a line, or None where the line does not follow."""
    whole = re.fullmatch(rb'\{"seq":(\d+),"time":"([^"]{24})",(.*),"mac":"([0-9a-f]{32})"\}', line)
    if not whole: return None
    number, time, text, mac = whole.groups()
    parts = re.fullmatch(rb'(.*?"request":)(\d+)(.*)', text)
    context, request, rest = parts.groups() if parts else (text, None, b"")
    numbers = [int(number), int(re.sub(rb"\D", b"", time)), -1 if request is None else int(request)]
    after = hash32(before + hash32(context) + hash32(rest)
                   + b"".join(n.to_bytes(8, "little", signed=True) for n in numbers) + b"vltaudit")
    return after if after.hex()[:32] == mac.decode() else None

def is_signed(line, public_key):
    text, signature = re.fullmatch(rb'(.*),"signature":"([0-9a-f]{128})","mac":.*', line).groups()
    with tempfile.NamedTemporaryFile() as message, tempfile.NamedTemporaryFile() as signed:
        message.write(b"vaultd audit seal 1\n" + text); message.flush()
        signed.write(bytes.fromhex(signature.decode())); signed.flush()
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", public_key, "-in",
                               message.name, "-sigfile", signed.name], stdout=subprocess.DEVNULL).returncode == 0

public_key, span, expected = sys.argv[1], [], None
for line in (line for file in sys.argv[2:] for line in open(file, "rb").read().split(b"\n")[:-1]):
    try: record = json.loads(line)
    except ValueError: continue
    if expected not in (None, record["seq"]): sys.exit(f"record {expected} is not where it must be")
    expected = record["seq"] + 1
    if record["kind"] != "audit_sealed":
        span.append((record["seq"], line))
        continue
    if not is_signed(line, public_key): sys.exit(f"the seal {record['seq']} is not signed")
    chain = bytes.fromhex(record["key"])
    for number, other in span:
        chain = link(chain, other)
        if chain is None: sys.exit(f"record {number} is not as it was written")
    if chain.hex() != record["digest"]: sys.exit(f"records {record['from']} to {record['to']} are not what was sealed")
    print(f"records {record['from']} to {record['seq']} are as they were written")
    span = []
