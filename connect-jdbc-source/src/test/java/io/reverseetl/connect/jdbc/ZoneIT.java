// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JVM runs in Europe/Paris here, whose clocks skip an hour in March and repeat one in October. */
@ExtendWith(PostgresServer.class)
class ZoneIT {

    @Test
    void local_times_that_a_zone_skips_or_repeats_are_read_as_they_are(TestDatabase database) {
        // Given
        assertThat(ZoneId.systemDefault()).isEqualTo(ZoneId.of("Europe/Paris"));
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp NOT NULL)",
                "INSERT INTO t VALUES (1, '2026-03-29 01:59:59.999999'), (2, '2026-03-29 02:30:00'),"
                        + " (3, '2026-03-29 03:00:00'), (4, '2026-10-25 02:30:00'), (5, '2026-10-25 03:00:00')");

        // When
        List<SourceRecord> records = oneByOne(database.config("batch.max.rows", "1"), 5);

        // Then
        assertThat(Records.values(records, "updated_at"))
                .containsExactly(
                        "2026-03-29T01:59:59.999999",
                        "2026-03-29T02:30:00.000000",
                        "2026-03-29T03:00:00.000000",
                        "2026-10-25T02:30:00.000000",
                        "2026-10-25T03:00:00.000000");
        assertThat(Records.offset(records.get(1), "ts")).isEqualTo("2026-03-29 02:30:00");
    }

    @Test
    void instants_in_a_repeated_hour_stay_apart(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, '2026-10-25 00:30:00+00'), (2, '2026-10-25 01:30:00+00'),"
                        + " (3, '2026-03-29 00:59:59+00'), (4, '2026-03-29 01:00:00+00')");

        // When
        List<SourceRecord> records = oneByOne(database.config("batch.max.rows", "1"), 4);

        // Then
        assertThat(Records.values(records, "updated_at"))
                .containsExactly(
                        "2026-03-29T00:59:59.000000Z",
                        "2026-03-29T01:00:00.000000Z",
                        "2026-10-25T00:30:00.000000Z",
                        "2026-10-25T01:30:00.000000Z");
    }

    @Test
    void a_timestamp_without_zone_is_compared_with_the_time_in_its_own_zone(TestDatabase database) {
        // Given: +05:30 has no name of summer time, and PostgreSQL's POSIX reading of it would be west
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamp NOT NULL)",
                "INSERT INTO t VALUES (1, now() AT TIME ZONE interval '05:30' - interval '1 minute'),"
                        + " (2, now() AT TIME ZONE interval '05:30' + interval '1 hour')");
        Map<String, String> config = database.config("db.timezone", "+05:30", "timestamp.granularity", "micros_long");

        // When
        List<SourceRecord> records = new ArrayList<>();
        try (RunningConnector connector = RunningConnector.start(config)) {
            records.addAll(connector.take(1));
            database.execute("INSERT INTO t VALUES (3, now() AT TIME ZONE interval '05:30')");
            records.addAll(connector.take(1));
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(1, 3);
        long micros = (long) Records.value(records.get(1)).get("updated_at");
        assertThat(Duration.ofNanos(micros * 1000))
                .isCloseTo(Duration.ofMillis(System.currentTimeMillis()), Duration.ofMinutes(1));
    }

    private static List<SourceRecord> oneByOne(Map<String, String> config, int rows) {
        List<SourceRecord> records = new ArrayList<>();
        RunningConnector connector = RunningConnector.start(config);
        for (int i = 0; i < rows; i++) {
            records.addAll(connector.take(1));
            connector = connector.restarted();
        }
        connector.close();
        return records;
    }
}
