#!/usr/bin/env bash
# A cached token from oidc-agent and from vaultd, in turn. Options: --rounds N, --seconds S.
set -euo pipefail
cd "$(dirname "$0")"
. ./programs.sh
need oidc-agent oidc-agent-cli
exec python3 oidc_agent.py "$VAULT_PROGRAMS" "$@"
