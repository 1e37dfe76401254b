#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
exec /opt/kafka/bin/kafka-run-class.sh org.apache.kafka.connect.cli.ConnectDistributed "$@"
