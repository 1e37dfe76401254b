#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs Airflow with these DAGs, by default `airflow dags test warehouse_to_crm`. The first time it installs Airflow, which
# needs Python 3.11. All that it writes lies in target/, or in the folder that REVERSE_ETL_AIRFLOW names.
# Exit codes: those of Airflow, and 3 if it could not be installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${REVERSE_ETL_AIRFLOW:-$here/target}
venv=$work/venv

export AIRFLOW_HOME=$work/home
export AIRFLOW__CORE__DAGS_FOLDER=$here/dags AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__USAGE_DATA_COLLECTION__ENABLED=False

requirements() {
  cat "$here/requirements.txt" "$here/constraints.txt"
}

# uv installs in seconds what takes pip a minute. The copy of the requirements is written last: an installation that was
# interrupted is done again.
install() {
  echo "Installing Airflow into $venv …"
  mkdir -p "$work" \
    && python3 -m venv --clear "$venv" \
    && "$venv/bin/pip" install --quiet --disable-pip-version-check --constraint "$here/constraints.txt" uv \
    && "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --requirement "$here/requirements.txt" \
      --constraint "$here/constraints.txt" \
    && "$venv/bin/airflow" db migrate > "$work/migration.log" \
    && requirements > "$venv/requirements"
}

if ! requirements | cmp -s - "$venv/requirements" && ! install >&2; then
  echo "Airflow could not be installed: it needs python3.11 with the module venv, and a package registry within reach." >&2
  exit 3
fi
[ $# -gt 0 ] || set -- dags test warehouse_to_crm
exec "$venv/bin/airflow" "$@"
