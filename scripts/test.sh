#!/usr/bin/env bash
# Installs what the tests need and runs every check of the project (noxfile.py). The first argument names another Python.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: bash scripts/test.sh PYTHON" >&2; exit 2; }
# The page's scripts are checked with Node, and its SPARQL engine comes from npm; without them both are said to be skipped.
if ! command -v npm >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm; } >/dev/null 2>&1 \
    || echo "Node and npm could not be installed." >&2
fi
page_tools=no
if command -v npm >/dev/null && npm ci --loglevel=error >/dev/null; then
  page_tools=yes
else
  echo "Node's packages are not there: the page's scripts are not checked, SPARQL in the page and accessibility are not tested." >&2
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
install=(.venv/bin/python -m pip install --quiet --disable-pip-version-check)
if .venv/bin/python -c 'import sys; sys.exit(sys.version_info >= (3, 14))'; then
  "${install[@]}" --require-hashes --requirement requirements/test.txt
  "${install[@]}" --no-deps --no-build-isolation --editable .
else
  echo "The packages are locked for Python 3.11 to 3.13; for this one the newest that fit are installed." >&2
  "${install[@]}" --editable '.[test]'
fi
[ "$page_tools" = no ] || .venv/bin/python scripts/engine.py

# The browser tests drive Debian's Chromium; without it they say that they are skipped.
if ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk; } >/dev/null 2>&1 \
    || echo "Chromium could not be installed; the browser tests will be skipped." >&2
fi

# Every store is held against one suite; without Virtuoso its part says that it is skipped.
if ! command -v virtuoso-t >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      virtuoso-opensource-7 virtuoso-opensource-7-bin; } >/dev/null 2>&1 \
    || echo "Virtuoso could not be installed; the tests of endpoints will leave it out." >&2
fi

.venv/bin/python -m nox --stop-on-first-error
