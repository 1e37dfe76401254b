// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.record.TopicNames;
import io.reverseetl.connect.kafka.KafkaTrouble;
import io.reverseetl.connect.kafka.OwnTopic;
import io.reverseetl.connect.kafka.TopicSetup;
import io.reverseetl.connect.support.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether rows that are gone can be found, and the keys of those that are there be remembered. */
final class GoneCheck {

    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(3);

    private final GoneSettings settings;
    private final Problems problems;

    private GoneCheck(GoneSettings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** @param timeIsUp what could not be asked by then is found out when the task starts */
    static void run(
            SourceSettings source,
            List<Relation> relations,
            Session session,
            BooleanSupplier timeIsUp,
            Problems problems) {
        source.gone()
                .ifPresent(settings ->
                        new GoneCheck(settings, problems).run(source.records().topics(), relations, session, timeIsUp));
    }

    private void run(TopicNames topics, List<Relation> relations, Session session, BooleanSupplier timeIsUp) {
        if (session.keyPresence().isEmpty()) {
            problems.add(
                    DeleteKeys.INTERVAL, "In this kind of database rows that are gone are not found. Set it to 0.");
            return;
        }
        for (Relation relation : relations) {
            // One topic that cannot be used is enough to say: the reason is mostly that of all.
            if (timeIsUp.getAsBoolean() || !isUsable(topics.topic(relation))) {
                return;
            }
        }
    }

    private boolean isUsable(String records) {
        OwnTopic keys = settings.keysOf(records);
        Optional<String> illegal = keys.name().equals(records)
                ? Optional.of("That is the topic of the records")
                : TopicNames.problemOfTopic(keys.name());
        if (illegal.isPresent()) {
            problems.add(
                    DeleteKeys.TOPIC,
                    "The keys of " + records + " would go to '" + keys.name() + "'. " + illegal.get()
                            + ". Name another topic.");
            return false;
        }
        try (TopicSetup setup = new TopicSetup(
                settings.kafka(),
                settings.connector() + "-keys-check",
                keys,
                settings.replicationFactor(),
                LONGEST_QUESTION)) {
            setup.check(List.of());
            return true;
        } catch (KafkaTrouble e) {
            problems.add(e.key(), e.message());
            return false;
        }
    }
}
