#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A broker as the variables KAFKA_... say, by the class of Kafka's own that its image reads them with.
set -eu

config=/opt/kafka/config
mkdir -p /mnt/shared/config /tmp/defaults
touch /tmp/defaults/server.properties /tmp/defaults/log4j2.yaml /tmp/defaults/tools-log4j2.yaml
export CLUSTER_ID="${CLUSTER_ID:-reverseEtlContainers0}"
java -cp '/opt/kafka/libs/*' kafka.docker.KafkaDockerWrapper setup \
  --default-configs-dir /tmp/defaults --mounted-configs-dir /mnt/shared/config --final-configs-dir "$config"
exec /opt/kafka/bin/kafka-run-class.sh kafka.Kafka "$config/server.properties"
