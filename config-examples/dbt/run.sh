#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs dbt on this project, by default `dbt build`. The first time it installs dbt, which needs Python 3.11 to 3.13.
# All that it writes lies in target/, or in the folder that REVERSE_ETL_DBT names.
# Exit codes: those of dbt, and 3 if dbt could not be installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${REVERSE_ETL_DBT:-$here/target}
venv=$work/venv

requirements() {
  cat "$here/requirements.txt" "$here/constraints.txt"
}

# The copy of the requirements is written last: an installation that was interrupted is done again.
install() {
  echo "Installing dbt into $venv …"
  mkdir -p "$work" \
    && python3 -m venv --clear "$venv" \
    && "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" \
    && requirements > "$venv/requirements"
}

if ! requirements | cmp -s - "$venv/requirements" && ! install >&2; then
  echo "dbt could not be installed: it needs python3 with the module venv, and a package registry within pip's reach." >&2
  exit 3
fi
[ $# -gt 0 ] || set -- build
export DBT_PROJECT_DIR=$here DBT_PROFILES_DIR=$here DBT_TARGET_PATH=$work/artifacts DBT_LOG_PATH=$work/logs
exec "$venv/bin/dbt" "$@"
