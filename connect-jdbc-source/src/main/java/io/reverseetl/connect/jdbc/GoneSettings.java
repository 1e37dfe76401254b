// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.engine.DeleteFuse;
import io.reverseetl.connect.jdbc.engine.DeleteFuse.Approval;
import io.reverseetl.connect.kafka.KafkaSettings;
import io.reverseetl.connect.kafka.OwnTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How rows that are gone are found.
 *
 * @param connector the connector's name
 * @param template of the topics that remember keys: text with {@code ${name}} and {@code ${topic}}
 */
record GoneSettings(
        Duration interval,
        String connector,
        String template,
        int replicationFactor,
        DeleteFuse fuse,
        KafkaSettings kafka) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Set<String> VARIABLES = Set.of("name", "topic");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9._-]");

    /** Reads them; empty if nobody wants to know. */
    static Optional<GoneSettings> in(Map<String, String> given, Map<String, Object> parsed) {
        Duration interval = DeleteKeys.INTERVAL.in(parsed);
        return interval.isZero()
                ? Optional.empty()
                : Optional.of(new GoneSettings(
                        interval,
                        given.getOrDefault("name", ""),
                        DeleteKeys.TOPIC.in(parsed),
                        DeleteKeys.REPLICAS.in(parsed),
                        new DeleteFuse(DeleteKeys.FRACTION.in(parsed), approvals(DeleteKeys.APPROVED.in(parsed))),
                        KafkaSettings.of(given)));
    }

    /**
     * Reads approvals.
     *
     * @throws IllegalArgumentException if one is not as a failed task's message gives it
     */
    static List<Approval> approvals(List<String> texts) {
        return texts.stream().map(Approval::parse).toList();
    }

    /** What is wrong with a template, whatever the topic. */
    static Optional<String> problem(String template) {
        return VARIABLE.matcher(template)
                .results()
                .filter(variable -> !VARIABLES.contains(variable.group(1)))
                .findFirst()
                .map(variable -> variable.group() + " is not a variable of it. Use ${name} and ${topic}.");
    }

    /** The topic that remembers the keys of the records of another. */
    OwnTopic keysOf(String recordTopic) {
        Map<String, String> values = Map.of("name", connector, "topic", recordTopic);
        String name = VARIABLE.matcher(template)
                .replaceAll(variable -> Matcher.quoteReplacement(values.getOrDefault(variable.group(1), "")));
        return OwnTopic.sequence(DeleteKeys.TOPIC.name(), ILLEGAL.matcher(name).replaceAll("_"));
    }
}
