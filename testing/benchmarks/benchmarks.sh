#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a benchmark of what the last build made: mvn package -DskipTests -pl testing/benchmarks -am
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# The same memory and collector as a worker's, as the bare loop runs in this JVM.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx768m -XX:+UseSerialGC \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=error -Dorg.slf4j.simpleLogger.log.io.zonky=off \
  -Dorg.slf4j.simpleLogger.log.org.apache.kafka=off \
  -cp "$here/target/benchmarks/lib/*" io.reverseetl.testing.benchmarks.Benchmarks \
  "$@" --home "$here/target/benchmarks" --kafka "$here/../kafka-distribution/target/kafka"
