#!/usr/bin/env bash
# Installs what the real authorization servers, the worked examples and the lint of metrics need, below .build/idp where it can be; root (or sudo) is
# needed once for Debian packages.
# `make test` runs this first; when everything is there it takes well under a second.
set -euo pipefail
cd "$(dirname "$0")"

has_python() { command -v openssl >/dev/null && python3 -c 'import ensurepip, sqlite3, ssl, sys, venv; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; }

has_node() { command -v node >/dev/null && node -e 'const [major, minor] = process.versions.node.split(".").map(Number)
  process.exit(major > 18 || (major === 18 && minor >= 18) ? 0 : 1)'; }

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
missing=()
has_python || missing+=(python3 python3-venv openssl)
has_node || missing+=(nodejs)
if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "idp: needs python3 (3.9 or later, with venv), openssl and node (18.18 or later); install them and run this again" >&2
    exit 1
  fi
  echo "idp: installing ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -q >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    "${missing[@]}" >/dev/null
  if ! has_node; then
    echo "idp: node is still older than 18.18, the release of this system: install a later one and run this again" >&2
    exit 1
  fi
fi

python3 glewlwyd/up.py --install
python3 django-oauth-toolkit/up.py --install

# promtool alone, without the server that the package would start: it needs nothing else of it.
if ! command -v promtool >/dev/null && [ ! -x ../../.build/idp/promtool/usr/bin/promtool ]; then
  if ! command -v apt-get >/dev/null; then
    echo "idp: needs promtool, of Prometheus; install it and run this again" >&2
    exit 1
  fi
  echo "idp: fetching promtool" >&2
  "${as_root[@]}" apt-get update -q >/dev/null
  mkdir -p ../../.build/idp
  fetched=$(mktemp -d "$PWD/../../.build/idp/fetching.XXXXXX")
  (cd "$fetched" && apt-get download -q prometheus >/dev/null && dpkg-deb -x prometheus_*.deb promtool)
  rm -rf ../../.build/idp/promtool
  mv "$fetched/promtool" ../../.build/idp/promtool
  rm -rf "$fetched"
fi

# rsyslogd alone, with the two libraries that only it needs; as a program of the tests, never as a service.
if [ ! -x /usr/sbin/rsyslogd ] && [ ! -x ../../.build/siem/rsyslog/usr/sbin/rsyslogd ]; then
  if ! command -v apt-get >/dev/null; then
    echo "idp: needs rsyslogd; install it and run this again" >&2
    exit 1
  fi
  echo "idp: fetching rsyslogd" >&2
  "${as_root[@]}" apt-get update -q >/dev/null
  mkdir -p ../../.build/siem
  fetched=$(mktemp -d "$PWD/../../.build/siem/fetching.XXXXXX")
  (cd "$fetched" && apt-get download -q rsyslog libestr0 libfastjson4 >/dev/null \
    && for package in *.deb; do dpkg-deb -x "$package" rsyslog; done)
  rm -rf ../../.build/siem/rsyslog
  mv "$fetched/rsyslog" ../../.build/siem/rsyslog
  rm -rf "$fetched"
fi

# pySigma reads the detection rules, and py-ocsf-models the events: others' programs, so that more than our own tests say that they are right.
if ! ../../.build/siem/python/bin/python -c 'import sigma, py_ocsf_models' 2>/dev/null; then
  echo "idp: fetching pysigma and py-ocsf-models" >&2
  mkdir -p ../../.build/siem
  python3 -m venv ../../.build/siem/python
  ../../.build/siem/python/bin/pip install --quiet --disable-pip-version-check pysigma==2.0.1 py-ocsf-models==0.10.0
fi
