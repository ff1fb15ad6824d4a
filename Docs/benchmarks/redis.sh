#!/usr/bin/env bash
# token.get against GET, and grant.put against SET with every write synced, of a Redis on a Unix socket: the same load client,
# the same bytes, in turn. Options are those of vault-bench.
set -euo pipefail
cd "$(dirname "$0")"
. ./programs.sh
need redis-server redis-server
exec "$VAULT_PROGRAMS/vault-bench" redis grant-put "$@"
