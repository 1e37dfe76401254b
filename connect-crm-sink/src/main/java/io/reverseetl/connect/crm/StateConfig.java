// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import io.reverseetl.connect.crm.record.Marks;
import io.reverseetl.connect.crm.state.KafkaState;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.OwnTopic;
import io.reverseetl.connect.kafka.TopicSettings;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the part of the config that is about the sink's own topics. */
final class StateConfig {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** What the meaning of a payload depends on, beside what it says: with another one everything is news. */
    private static final List<String> SEEDS = List.of(
            "crm.type",
            "crm.url",
            "crm.object",
            "objects",
            "id.property",
            "id.from",
            "null.policy",
            "write.mode",
            "delete",
            "transforms",
            "predicates",
            "hubspot",
            // How records travel does not matter.
            "salesforce.api",
            "rest",
            "auth.token.url");

    private StateConfig() {}

    /** Reads what the config says of state; nothing if it wants none. */
    static Optional<KafkaState.Settings> state(
            Map<String, String> config, Map<String, Object> parsed, Problems problems) {
        Optional<String> topic = StateKeys.STATE_TOPIC.optionalIn(parsed);
        if (topic.isEmpty()) {
            if (StateKeys.SKIP_UNCHANGED.in(parsed)) {
                problems.add(
                        StateKeys.SKIP_UNCHANGED,
                        "skip.unchanged=true needs a memory: name a topic for it in state.topic.");
            }
            if (StateKeys.REPLAY.in(parsed)) {
                problems.add(
                        StateKeys.REPLAY,
                        "Without the state of the sink that rejected the records, they could take the CRM back in time:"
                                + " set state.topic to that sink's.");
            }
            return Optional.empty();
        }
        if (StateKeys.REPLAY.in(parsed)
                && !config.getOrDefault("tasks.max", "1").trim().equals("1")) {
            problems.add(
                    "tasks.max", "replay.dead.letters needs tasks.max=1: one task knows the state of all partitions.");
        }
        checkTopic(StateKeys.STATE_TOPIC, topic.get(), config, problems);
        return Optional.of(new KafkaState.Settings(
                KafkaSettings.of(config),
                OwnTopic.state(StateKeys.STATE_TOPIC.name(), topic.get()),
                StateKeys.STATE_REPLICAS.in(parsed),
                StateKeys.SKIP_UNCHANGED.in(parsed),
                StateKeys.REPLAY.in(parsed),
                SinkKeys.DRY_RUN.in(parsed),
                FailureKeys.RETRY_TIMEOUT.in(parsed)));
    }

    /** Reads what the config says of results; nothing if it wants none. */
    static Optional<TopicSettings> results(Map<String, String> config, Map<String, Object> parsed, Problems problems) {
        Optional<String> topic = StateKeys.RESULTS_TOPIC.optionalIn(parsed);
        topic.ifPresent(name -> checkTopic(StateKeys.RESULTS_TOPIC, name, config, problems));
        if (topic.isPresent() && topic.equals(StateKeys.STATE_TOPIC.optionalIn(parsed))) {
            problems.add(StateKeys.RESULTS_TOPIC, "This is state.topic: results need another one.");
        }
        return topic.map(name -> new TopicSettings(
                KafkaSettings.of(config),
                OwnTopic.log(StateKeys.RESULTS_TOPIC.name(), name),
                StateKeys.RESULTS_REPLICAS.in(parsed)));
    }

    /** Reads what the config says of a topic for rejected records; nothing if they go to Connect's own queue. */
    static Optional<TopicSettings> deadLetters(
            Map<String, String> config, Map<String, Object> parsed, Problems problems) {
        Optional<String> topic = DeadLetterKeys.TOPIC.optionalIn(parsed);
        if (DeadLetterKeys.RECORD.in(parsed) == DeadLetterKeys.Form.ORIGINAL) {
            topic.ifPresent(unused -> problems.add(
                    DeadLetterKeys.TOPIC,
                    "Records go there with dlq.record=transformed only: set that, or name the topic of Connect's own"
                            + " queue in errors.deadletterqueue.topic.name."));
            return Optional.empty();
        }
        if (!"all".equalsIgnoreCase(config.get("errors.tolerance"))) {
            problems.add(
                    DeadLetterKeys.RECORD,
                    "Records are put aside with errors.tolerance=all only: set that, or leave this out, and a rejected"
                            + " record fails the task.");
        }
        if (topic.isEmpty()) {
            problems.add(DeadLetterKeys.TOPIC, "dlq.record=transformed needs a topic for rejected records: name one.");
        }
        topic.ifPresent(name -> {
            checkTopic(DeadLetterKeys.TOPIC, name, config, problems);
            Stream.of(StateKeys.STATE_TOPIC.name(), StateKeys.RESULTS_TOPIC.name(), "errors.deadletterqueue.topic.name")
                    .filter(other -> name.equals(config.get(other)))
                    .forEach(other -> problems.add(
                            DeadLetterKeys.TOPIC, "This is " + other + ": rejected records need another one."));
        });
        return topic.map(name -> new TopicSettings(
                KafkaSettings.of(config),
                OwnTopic.log(DeadLetterKeys.TOPIC.name(), name),
                DeadLetterKeys.REPLICAS.in(parsed)));
    }

    /** Adds what is wrong with the settings of the clients that any topic of the sink's own needs. */
    static void checkClients(Map<String, String> config, Map<String, Object> parsed, Problems problems) {
        KafkaSettings.unknown(config).forEach(problems::add);
        boolean needed = Stream.of(StateKeys.STATE_TOPIC, StateKeys.RESULTS_TOPIC, DeadLetterKeys.TOPIC)
                .anyMatch(topic -> topic.optionalIn(parsed).isPresent());
        if (needed && StateKeys.BOOTSTRAP_SERVERS.optionalIn(parsed).isEmpty()) {
            problems.add(
                    StateKeys.BOOTSTRAP_SERVERS,
                    "The sink's own topics need Kafka clients, and Connect gives a sink none: name the brokers here.");
        }
    }

    private static void checkTopic(Key<String> key, String name, Map<String, String> config, Problems problems) {
        if (!TOPIC.matcher(name).matches()) {
            problems.add(key, "This cannot be the name of a topic: letters, digits, '.', '_' and '-' may be in it.");
        }
        if (inputs(config).contains(name)) {
            problems.add(key, "The sink reads from this topic: name another one.");
        }
    }

    /** The input topics, as far as they are named. */
    static List<String> inputs(Map<String, String> config) {
        return Arrays.stream(config.getOrDefault("topics", "").split(","))
                .map(String::trim)
                .filter(topic -> !topic.isEmpty())
                .toList();
    }

    /** Where and how payloads are written, as a fingerprint: a transform's config may hold secrets. */
    static String seed(Map<String, String> config) {
        Map<String, String> concerned = new TreeMap<>(config);
        concerned
                .keySet()
                .removeIf(key -> SEEDS.stream().noneMatch(seed -> key.equals(seed) || key.startsWith(seed + ".")));
        return Marks.fingerprint(concerned.toString());
    }
}
