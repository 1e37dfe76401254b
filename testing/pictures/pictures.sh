#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes docs/pictures/dashboard-*.png from a real run of some three minutes. Needs prometheus and Python 3.11.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=$PWD/testing/pictures/target/venv/bin/python
if [ ! -x "$python" ]; then
  python3 -m venv testing/pictures/target/venv
  "$python" -m pip install -q -r testing/pictures/requirements.txt
fi
mvn -B -ntp verify -Ppictures -pl testing/system-tests -am -Drequire.all=true -Dpictures.python="$python"
