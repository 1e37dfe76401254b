// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.TopicSettings;
import io.reverseetl.connect.kafka.TopicSetup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Asks Kafka whether the sink's own topics can be used. */
final class TopicCheck {

    /** A check asks for a few topics, one after the other; all of it should be done within ten seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private TopicCheck() {}

    /** Starts asking; completes with what stands in the way of using each topic. */
    static CompletableFuture<List<KafkaTrouble>> ask(SinkSettings settings) {
        Optional<TopicSettings> state = settings.state()
                .map(found -> new TopicSettings(found.kafka(), found.topic(), found.replicationFactor()));
        return CompletableFuture.supplyAsync(() -> Stream.of(state, settings.results(), settings.deadLetters())
                .flatMap(Optional::stream)
                .flatMap(topic -> ask(topic, settings))
                .toList());
    }

    private static Stream<KafkaTrouble> ask(TopicSettings own, SinkSettings settings) {
        try (TopicSetup setup =
                new TopicSetup(own.kafka(), "crm-sink-check", own.topic(), own.replicationFactor(), TIMEOUT)) {
            if (settings.isReplay() && own.topic().partitionsOfInput()) {
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
