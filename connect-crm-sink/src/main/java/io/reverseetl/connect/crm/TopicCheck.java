// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.OwnTopic;
import io.reverseetl.connect.kafka.TopicSetup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Asks Kafka whether the sink's own topics can be used. */
final class TopicCheck {

    /** A check asks for a few topics, one after the other; all of it should be done within ten seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private TopicCheck() {}

    /** Starts asking; completes with what stands in the way of using each topic. */
    static CompletableFuture<List<KafkaTrouble>> ask(SinkSettings settings) {
        return CompletableFuture.supplyAsync(() -> Stream.concat(
                        settings.state().stream()
                                .flatMap(state ->
                                        ask(state.kafka(), state.topic(), state.replicationFactor(), settings)),
                        settings.results().stream()
                                .flatMap(results ->
                                        ask(results.kafka(), results.topic(), results.replicationFactor(), settings)))
                .toList());
    }

    private static Stream<KafkaTrouble> ask(
            KafkaSettings kafka, OwnTopic topic, int replicationFactor, SinkSettings settings) {
        try (TopicSetup setup = new TopicSetup(kafka, "crm-sink-check", topic, replicationFactor, TIMEOUT)) {
            if (settings.isReplay() && topic.partitionsOfInput()) {
                setup.require();
            } else {
                setup.check(settings.inputs());
            }
            return Stream.empty();
        } catch (KafkaTrouble e) {
            return Stream.of(e);
        }
    }
}
