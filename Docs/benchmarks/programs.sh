# Sourced by the scripts beside it: builds what they need, or takes what VAULT_PROGRAMS names; installs peers that Debian has.

if [ -z "${VAULT_PROGRAMS:-}" ]; then
  (cd ../.. && for program in vaultd vaultfetch vault-provider-sim vault-bench; do
    swift build -c release --product "$program" >&2
  done)
  VAULT_PROGRAMS=$(cd ../.. && swift build -c release --show-bin-path)
fi

# need PROGRAM PACKAGE: fails where it cannot be had.
need() {
  command -v "$1" >/dev/null 2>&1 || ../../.dev/bench-peers "$2"
  command -v "$1" >/dev/null 2>&1 || { echo "$1 is not on the PATH after $2 was installed" >&2; exit 1; }
}
