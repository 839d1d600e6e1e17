#!/bin/sh
# The whole suite, on SQLite and on PostgreSQL side by side (one core each). Called by `make test` and by .ci/run.
# DRUMBEAT_REQUIRE=1 (CI): PostgreSQL and the browser are required, and a skipped test is a failed one.
set -u
cd "$(dirname "$0")/.." || exit 1

if ! command -v chromium >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing Debian's chromium for the browser tests …"
        apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
    else
        echo "The browser tests need chromium: install your system's chromium package, so that \`chromium\` is a command."
    fi
fi
if [ "${DRUMBEAT_REQUIRE:-}" = 1 ] && [ "$(id -u)" = 0 ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null
fi

mkdir -p var
DRUMBEAT_LOOKED_AT=$(mktemp -d) && export DRUMBEAT_LOOKED_AT
trap 'rm -rf "$DRUMBEAT_LOOKED_AT"' EXIT
log=var/suite-postgresql.log
.venv/bin/python -m tests.throwaway_postgres -- .venv/bin/pytest -q "$@" >"$log" 2>&1 &
other=$!

echo "SQLite:"
.venv/bin/pytest -q "$@"
sqlite=$?

echo "PostgreSQL:"
wait "$other"
postgresql=$?
cat "$log"

if [ "$postgresql" = 3 ] && [ "${DRUMBEAT_REQUIRE:-}" != 1 ]; then
    echo "PostgreSQL was not tested: its server programs are not on this machine (Debian: apt-get install postgresql)."
    postgresql=0
fi
[ "$sqlite" = 0 ] && [ "$postgresql" = 0 ]
