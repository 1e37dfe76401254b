// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Somebody who types what a page says into bash, one snippet after the other, at a cluster that listens on other ports. */
final class Shell {

    /** A page's addresses are replaced; what is not ready yet is asked again; Kafka's tools are those of the distribution. */
    private static final String PRELUDE = """
            set -euo pipefail
            curl() {
              local arguments=("${@//localhost:8083/$WORKER}")
              command curl -sS --fail --retry 20 --retry-delay 1 --retry-all-errors "${arguments[@]}" || {
                command curl -sS "${arguments[@]}" >&2
                return 1
              }
            }
            unzip() {
              command unzip -qo "${@//\\/opt\\/connect-plugins/$SCRATCH/connect-plugins}"
            }
            kafka_tool() {
              local main=$1
              shift
              java -cp "$KAFKA/libs/*" "org.apache.kafka.tools.$main" "${@//localhost:9092/$BROKER}"
            }
            kafka-topics.sh() { kafka_tool TopicCommand "$@"; }
            kafka-console-consumer.sh() { kafka_tool consumer.ConsoleConsumer "$@" --timeout-ms 5000; }
            kafka-console-producer.sh() { kafka_tool ConsoleProducer "$@"; }
            """;

    private static final long LIMIT_SECONDS = 120;

    private final Map<String, String> environment;
    private final Path scratch;
    private Path place;

    /**
     * Starts in a place.
     *
     * @param scratch a folder for what the shell needs
     */
    Shell(LocalCluster cluster, Path scratch, Path place) {
        this.environment = Map.of(
                "WORKER", cluster.connect().url().replace("http://", ""),
                "BROKER", cluster.broker().bootstrapServers(),
                "KAFKA", cluster.kafka().home().toString(),
                "SCRATCH", scratch.toString());
        this.scratch = scratch;
        this.place = place;
    }

    /** Runs commands where the ones before have left off; what they have put out. */
    String run(String commands) throws IOException, InterruptedException {
        Path script = scratch.resolve("script.sh");
        Path end = scratch.resolve("place");
        Path output = scratch.resolve("output");
        Files.writeString(script, PRELUDE + commands + "\npwd > \"$SCRATCH/place\"\n");
        ProcessBuilder bash = new ProcessBuilder(List.of("bash", script.toString()))
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment().putAll(environment);
        Process process = bash.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as("%s%nhas put out%n%s", commands, said)
                .isTrue();
        place = Path.of(Files.readString(end).strip());
        return said;
    }
}
