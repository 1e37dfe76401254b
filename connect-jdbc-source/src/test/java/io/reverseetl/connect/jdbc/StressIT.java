// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.Reading;
import io.reverseetl.connect.jdbc.testing.ReplicatedDatabase;
import io.reverseetl.connect.jdbc.testing.ReplicatedServer;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import io.reverseetl.connect.jdbc.testing.Writers;
import io.reverseetl.connect.jdbc.testing.Writers.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many writers at once, and readers of every kind beside them: those that the guide calls lossless lose and repeat
 * nothing; the same readers without their bound lose rows, on the same run.
 */
@ExtendWith(ReplicatedServer.class)
class StressIT {

    private static final Logger log = LoggerFactory.getLogger(StressIT.class);

    @Test
    @Timeout(120)
    void a_few_thousand_rows_are_all_read_once(ReplicatedDatabase database) throws Exception {
        // Given
        Writers.createTables(database.primary());
        Writers writers = new Writers(1, 16, 15, 50, 1_500);

        // When
        Map<String, Outcome> outcomes = run(writers, database, lossless(database));

        // Then
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.written()).isGreaterThan(3_000));
        assertNothingLostOrRepeated(outcomes);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void two_hundred_thousand_rows_are_all_read_once_and_without_the_bound_they_are_not(ReplicatedDatabase database)
            throws Exception {
        // Given
        Writers.createTables(database.primary());
        Writers writers = new Writers(2, 16, 220, 130, 5_000);
        Map<String, Map<String, String>> readers = lossless(database);
        Map<String, Map<String, String>> unbound = unbound(database);
        readers.putAll(unbound);

        // When
        Map<String, Outcome> outcomes = run(writers, database, readers);

        // Then
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.written()).isGreaterThan(200_000));
        unbound.keySet()
                .forEach(reader -> assertThat(outcomes.remove(reader).lost())
                        .describedAs(reader)
                        .isNotEmpty());
        assertNothingLostOrRepeated(outcomes);
    }

    private static Map<String, Map<String, String>> lossless(ReplicatedDatabase database) {
        Map<String, Map<String, String>> readers = new LinkedHashMap<>();
        TestDatabase primary = database.primary();
        readers.put("waiting", primary.config("watermark.margin.ms", "1000", "watermark.required", "true"));
        readers.put(
                "looking back",
                primary.config(
                        "watermark.margin.ms", "1000",
                        "watermark.margin.mode", "look-back",
                        "watermark.required", "true"));
        readers.put(
                "of the standby",
                database.configOfStandby(
                        "watermark.margin.ms", "1000",
                        "watermark.connection.url", primary.url(),
                        "watermark.required", "true"));
        return readers;
    }

    /** A role that does not see transactions, and a standby that does not show them. */
    private static Map<String, Map<String, String>> unbound(ReplicatedDatabase database) {
        String role = database.primary().role("GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s");
        return Map.of(
                "without the privilege", database.primary().config("connection.user", role),
                "of the standby alone", database.configOfStandby());
    }

    /** What one reader made of the run. */
    private record Outcome(int written, Set<Version> lost, List<Version> repeated) {}

    private static Map<String, Outcome> run(
            Writers writers, ReplicatedDatabase database, Map<String, Map<String, String>> readers) throws Exception {
        database.awaitStandby();
        ExecutorService pool = Executors.newFixedThreadPool(readers.size());
        try {
            Map<String, Future<List<Version>>> reading = new LinkedHashMap<>();
            readers.forEach((name, config) -> reading.put(name, pool.submit(new Reading(config))));
            writers.write(database.primary());
            List<Version> written = Writers.written(database.primary());
            Map<String, Outcome> outcomes = new LinkedHashMap<>();
            for (Map.Entry<String, Future<List<Version>>> reader : reading.entrySet()) {
                List<Version> read = reader.getValue().get();
                Outcome outcome = new Outcome(written.size(), Reading.lost(written, read), Reading.repeated(read));
                log.warn(
                        "{}: {} rows written, {} read, {} lost, {} repeated",
                        reader.getKey(),
                        outcome.written(),
                        read.size(),
                        outcome.lost().size(),
                        outcome.repeated().size());
                outcomes.put(reader.getKey(), outcome);
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }

    private static void assertNothingLostOrRepeated(Map<String, Outcome> outcomes) {
        SoftAssertions.assertSoftly(softly -> outcomes.forEach((reader, outcome) -> {
            softly.assertThat(outcome.lost())
                    .describedAs("lost by the reader " + reader)
                    .isEmpty();
            softly.assertThat(outcome.repeated())
                    .describedAs("repeated by the reader " + reader)
                    .isEmpty();
        }));
    }
}
