#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Rows of a real PostgreSQL reach a CRM through a real Kafka Connect cluster, all on this machine.
# Needs a JDK 17 or newer and Maven 3.8 or newer; builds what it needs. `./quickstart.sh --help` lists the options.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    [ -x "$JAVA_HOME/bin/java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it." \
      "Set JAVA_HOME to a JDK 17 or newer, or unset it to use the java on your PATH."
    java=$JAVA_HOME/bin/java
  else
    java=$(command -v java) || fail "No Java found. Install a JDK 17 or newer and put it on your PATH, or set JAVA_HOME."
  fi
  local version
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p') || true
  case "$version" in
    '') fail "$java does not run: '$java -version' gives no version. Install a JDK 17 or newer." ;;
    1.*) fail "$java is Java $version. This needs a JDK 17 or newer: set JAVA_HOME to one." ;;
    *) [ "$version" -ge 17 ] || fail "$java is Java $version. This needs a JDK 17 or newer: set JAVA_HOME to one." ;;
  esac
}

# What the last build was made from: when any of it has changed since, it is built again.
sources_changed() {
  local built=quickstart/target/quickstart/.built
  [ ! -f "$built" ] || [ -n "$(find pom.xml build connect-* testing quickstart .mvn LICENSE NOTICE \
    -name target -prune -o -type f -newer "$built" -print | head -n 1)" ]
}

build() {
  command -v mvn > /dev/null || fail "No Maven found. Install Maven 3.8 or newer and put mvn on your PATH."
  mkdir -p quickstart/target
  local log=quickstart/target/build.log started=$SECONDS
  echo "Building (the first time downloads from Maven Central; the log is $log) …"
  if ! mvn -B -ntp package -Dmaven.test.skip=true -Dspotless.check.skip=true -pl quickstart -am > "$log" 2>&1; then
    grep -E '^\[ERROR\]' "$log" | head -n 12 >&2 || tail -n 12 "$log" >&2
    if grep -qE 'Unknown host|Connection refused|Could not transfer artifact|timed out|Network is unreachable' "$log"; then
      fail "" "The build could not download what it needs: Maven reaches no repository from here." \
        "Check the network or the proxy in Maven's settings.xml, then run this again."
    fi
    if grep -qE 'No compiler is provided|release version 17 not supported|tools.jar' "$log"; then
      fail "" "Maven runs on a Java without a compiler for Java 17: set JAVA_HOME to a JDK 17 or newer."
    fi
    fail "" "The build failed. The whole log is in $log."
  fi
  touch quickstart/target/quickstart/.built
  echo "  built in $((SECONDS - started)) s"
}

find_java
terminal=
[ ! -t 1 ] || terminal=--terminal
if sources_changed; then
  build
fi
exec "$java" -Xmx512m -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=error -Dorg.slf4j.simpleLogger.log.io.zonky=off \
  -cp "quickstart/target/quickstart/lib/*" io.reverseetl.quickstart.Quickstart \
  --home "$PWD/quickstart/target/quickstart" \
  --kafka "$PWD/testing/kafka-distribution/target/kafka" \
  --examples "$PWD/config-examples" \
  $terminal \
  "$@"
