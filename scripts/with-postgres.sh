#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# with-postgres.sh COMMAND…
#
# Runs COMMAND beside a PostgreSQL server that exists only for that long, and
# tells it where: RENTMEESTER_TEST_POSTGRES=postgres://… The cluster lives in a
# temporary directory, listens on loopback and a socket in that directory, has
# a password of its own, and does not sync to disk: it is for tests and holds
# nothing that matters. COMMAND gets an ordinary user of it, who may make databases
# and users and is held to every rule, as in use. Whatever happens to COMMAND, the server is stopped and
# the directory removed. The exit code is that of COMMAND.
#
# The server tidies nothing up by itself, which would be in the way of tests that drop
# databases; RENTMEESTER_AUTOVACUUM=on has it do so as in use, for measurements.
#
# When RENTMEESTER_TEST_POSTGRES is set already, that server is used as it is.
set -euo pipefail

die() {
  echo "with-postgres.sh: $*" >&2
  exit 1
}

[ $# -gt 0 ] || die "give a command to run"
if [ -n "${RENTMEESTER_TEST_POSTGRES:-}" ]; then
  exec "$@"
fi

# Debian keeps initdb and pg_ctl out of PATH, one directory for each version.
find_bin() {
  local newest
  newest=$(find /usr/lib/postgresql/*/bin -name initdb 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$newest" ]; then
    dirname "$newest"
  elif command -v initdb >/dev/null; then
    dirname "$(command -v initdb)"
  fi
}
bin=$(find_bin)
[ -n "$bin" ] || die "no PostgreSQL server found; 'scripts/setup.sh' installs it or says how"

# PostgreSQL refuses to run as root, so root hands the cluster to postgres.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || die "run as root, this needs a user named postgres"
  as_owner() { (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups --reset-env "$@"); }
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/rentmeester-postgres.XXXXXX")
command_pid=
clean() {
  local code=$?
  trap - EXIT INT TERM HUP
  if [ -n "$command_pid" ]; then
    kill -TERM -- "-$command_pid" 2>/dev/null || true
  fi
  if [ -f "$dir/data/postmaster.pid" ]; then
    as_owner "$bin/pg_ctl" --pgdata="$dir/data" --mode=immediate --wait stop >/dev/null 2>&1 || true
  fi
  rm -rf "$dir"
  exit "$code"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$password" >"$dir/password"
echo "CREATE ROLE rentmeester LOGIN CREATEDB CREATEROLE PASSWORD '$password'" >"$dir/role.sql"
[ "$(id -u)" != 0 ] || chown -R postgres: "$dir"

as_owner "$bin/initdb" --pgdata="$dir/data" --username=postgres --pwfile="$dir/password" \
  --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-sync >"$dir/initdb.log" 2>&1 || {
  cat "$dir/initdb.log" >&2
  die "initdb failed"
}

# A port that is free now may be taken a moment later: then try another.
start() {
  as_owner "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/data/server.log" --wait --timeout=60 --silent \
    --options="-p $1 -k $dir -c listen_addresses=127.0.0.1 -c max_connections=200 \
-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=${RENTMEESTER_AUTOVACUUM:-off}" start >/dev/null 2>&1
}
port=
for _ in 1 2 3 4 5 6 7 8; do
  candidate=$((20000 + RANDOM % 12000))
  if start "$candidate"; then
    port=$candidate
    break
  fi
done
if [ -z "$port" ]; then
  cat "$dir/data/server.log" >&2 || true
  die "the PostgreSQL server does not start"
fi

PGPASSWORD=$password "$bin/psql" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --file="$dir/role.sql" \
  "postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable" || die "no user could be made on the PostgreSQL server"

export RENTMEESTER_TEST_POSTGRES="postgres://rentmeester:$password@127.0.0.1:$port/postgres?sslmode=disable"

# The command gets a process group of its own, so that a signal to this script
# ends all of it before the server goes.
set -m
"$@" <&0 &
command_pid=$!
set +m
code=0
wait "$command_pid" || code=$?
command_pid=
exit "$code"
