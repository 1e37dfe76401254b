// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.Records;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a first read begins if not at the first row. */
@ExtendWith(PostgresServer.class)
class TimestampInitialIT {

    /** 2026-01-02T00:00:00Z. */
    private static final String INITIAL = "1767312000000";

    @ParameterizedTest
    @CsvSource({"timestamptz, UTC, 2026-01-02 00:00:00+00", "timestamp, Europe/Paris, 2026-01-02 01:00:00"})
    void it_begins_with_rows_of_that_time_and_is_forgotten_once_there_is_an_offset(
            String type, String zone, String then, TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at " + type + ")",
                "INSERT INTO t SELECT g, '" + then + "'::" + type + " + (g - 3) * interval '1 ms'"
                        + " FROM generate_series(1, 5) g",
                "INSERT INTO t VALUES (0, NULL)");
        Map<String, String> config =
                database.config("timestamp.initial", INITIAL, "db.timezone", zone, "validate.non.null", "false");

        // When
        List<SourceRecord> records = new ArrayList<>();
        RunningConnector connector = RunningConnector.start(config);
        records.addAll(connector.take(3));
        connector = connector.restarted();
        database.execute("INSERT INTO t VALUES (6, '" + then + "'::" + type + " + interval '1 hour')");
        records.addAll(connector.take(1));
        connector.close();

        // Then
        assertThat(Records.values(records, "id")).containsExactly(3, 4, 5, 6);
    }

    @Test
    void minus_one_is_now(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, updated_at timestamptz NOT NULL)",
                "INSERT INTO t VALUES (1, now() - interval '1 minute')");

        // When
        List<SourceRecord> records;
        try (RunningConnector connector = RunningConnector.start(database.config("timestamp.initial", "-1"))) {
            database.waitAMoment();
            database.execute("INSERT INTO t VALUES (2, now())");
            records = connector.take(1);
        }

        // Then
        assertThat(Records.values(records, "id")).containsExactly(2);
    }
}
