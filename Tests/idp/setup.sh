#!/usr/bin/env bash
# Installs what the real authorization servers need, below .build/idp; root (or sudo) is needed once for Debian packages.
# `make test` runs this first; when everything is there it takes well under a second.
set -euo pipefail
cd "$(dirname "$0")"

usable() { command -v openssl >/dev/null && python3 -c 'import ensurepip, sqlite3, ssl, sys, venv; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; }

if ! usable; then
  if ! command -v apt-get >/dev/null; then
    echo "idp: needs python3 (3.9 or later, with venv) and openssl; install them and run this again" >&2
    exit 1
  fi
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "idp: installing python3, python3-venv and openssl" >&2
  "${as_root[@]}" apt-get update -q >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    python3 python3-venv openssl >/dev/null
fi

python3 glewlwyd/up.py --install
python3 django-oauth-toolkit/up.py --install
