#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Unquoted: options are several words.
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:--Xmx1g} -Dlog4j2.configurationFile=/opt/kafka/config/log4j2.xml -cp '/opt/kafka/libs/*' "$@"
