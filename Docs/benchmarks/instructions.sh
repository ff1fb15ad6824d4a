#!/usr/bin/env bash
# Instructions that vaultd executes for one cached token.get and one session.lookup, counted under callgrind: the same on every
# run, whatever else the machine does. Options: --calls N, --functions N.
set -euo pipefail
cd "$(dirname "$0")"
. ./programs.sh
need valgrind valgrind
exec python3 instructions.py "$VAULT_PROGRAMS" "$@"
