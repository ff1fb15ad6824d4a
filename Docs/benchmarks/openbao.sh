#!/usr/bin/env bash
# A KV read from OpenBao with a file audit device and a token.get from vaultd, in turn.
# Usage: openbao.sh PATH-OF-BAO [--rounds N] [--seconds S]
set -euo pipefail
if [ $# -lt 1 ] || [ ! -x "$1" ]; then
  echo "usage: openbao.sh PATH-OF-BAO; Debian has no package: https://github.com/openbao/openbao/releases" >&2
  exit 2
fi
bao=$(realpath "$1")
shift
cd "$(dirname "$0")"
. ./programs.sh
exec python3 openbao.py "$bao" "$VAULT_PROGRAMS" "$@"
