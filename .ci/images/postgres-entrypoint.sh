#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Makes a database as POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB say, runs /docker-entrypoint-initdb.d/*.sql in it,
# and then becomes the server. Until that is done nobody gets in over TCP.
set -euo pipefail

if [ "$(id -u)" = 0 ]; then
  install -d -o postgres -g postgres -m 700 "$PGDATA"
  install -d -o postgres -g postgres /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb -U "$user" --pwfile=<(echo "$POSTGRES_PASSWORD") --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync -D "$PGDATA" >/dev/null
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  pg_ctl -w -D "$PGDATA" -o "-c listen_addresses=''" start
  if [ "$database" != postgres ]; then
    createdb -U "$user" --maintenance-db=postgres "$database"
  fi
  for script in /docker-entrypoint-initdb.d/*.sql; do
    if [ -e "$script" ]; then
      psql -v ON_ERROR_STOP=1 -U "$user" -d "$database" -f "$script"
    fi
  done
  pg_ctl -m fast -w -D "$PGDATA" stop
fi
exec "$@" -c listen_addresses='*'
