#!/usr/bin/env bash
# Installs what the tests of the clients need: socat, and below .build/clients the TypeScript compiler and mypy; node and python3 are seen to by
# Tests/idp/setup.sh. `make test` runs this first; when everything is there it takes well under a second.
set -euo pipefail
cd "$(dirname "$0")/../.."

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
needs_apt() {
  if ! command -v apt-get >/dev/null; then
    echo "clients: needs $1; install it and run this again" >&2
    exit 1
  fi
  echo "clients: fetching $1" >&2
  "${as_root[@]}" apt-get update -q >/dev/null
}

if ! command -v socat >/dev/null; then
  needs_apt socat
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends socat >/dev/null
fi

# The compiler alone: the package would bring this system's node with it, maybe beside a later one.
if [ ! -e .build/clients/typescript/usr/share/nodejs/typescript/bin/tsc ]; then
  needs_apt node-typescript
  mkdir -p .build/clients
  fetched=$(mktemp -d "$PWD/.build/clients/fetching.XXXXXX")
  (cd "$fetched" && apt-get download -q node-typescript >/dev/null && dpkg-deb -x node-typescript_*.deb typescript)
  rm -rf .build/clients/typescript
  mv "$fetched/typescript" .build/clients/typescript
  rm -rf "$fetched"
fi

if ! .build/clients/python/bin/python -c 'import mypy' 2>/dev/null; then
  echo "clients: fetching mypy" >&2
  mkdir -p .build/clients
  python3 -m venv .build/clients/python
  .build/clients/python/bin/pip install --quiet --disable-pip-version-check mypy==1.18.2
fi
