#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the release's archives in two copies of the sources, the second time under another time zone, language and umask,
# and compares them byte by byte.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)

build() {
  mkdir -p "$work/$1"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work/$1"
  (cd "$work/$1" && mvn -B -ntp -q package -Prelease -Dmaven.test.skip -Dspotless.check.skip \
    -pl connect-jdbc-source,connect-field-transforms,connect-crm-sink -am)
}

build one
(umask 002 && TZ=Asia/Kathmandu MAVEN_OPTS="${MAVEN_OPTS:-} -Duser.language=fr" build two/elsewhere)

cd "$work/one"
for archive in connect-*/target/reverseetl-*.zip; do
  cmp "$archive" "$work/two/elsewhere/$archive" || { echo "Both builds are in $work." >&2; exit 1; }
done
sha256sum connect-*/target/reverseetl-*.zip
echo "The archives of both builds are the same."
rm -rf "$work"
