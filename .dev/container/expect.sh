# Shared by the scripts beside it: how they tell what they do, and what they expect. Each line can fail.
place=$PWD/.build/container
step() { printf '  %s (%ss)\n' "$1" "$SECONDS" >&2; }
expect() { # a command line and what its output must have
  local shown
  shown=$(eval "$1" 2>&1) || true
  grep -qE -- "$2" <<<"$shown" || { printf 'expected "%s" from: %s\n%s\n' "$2" "$1" "$shown" >&2; exit 1; }
}
ends() { # the exit code of a command line
  local code=0
  eval "$2" >"$place/said" 2>&1 || code=$?
  [ "$code" -eq "$1" ] || { printf 'expected exit code %s, not %s, from: %s\n' "$1" "$code" "$2" >&2; cat "$place/said" >&2; exit 1; }
}
until_true() { # a command line that comes true within half a minute
  for _ in $(seq 150); do eval "$1" >/dev/null 2>&1 && return; sleep 0.2; done
  echo "never came true: $1" >&2
  exit 1
}
