// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestBroker;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are gone from a real table, their keys remembered by a real broker. */
@ExtendWith({PostgresServer.class, TestBroker.Resolver.class})
class GoneRowsIT {

    private static final String TABLE = "(id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now())";

    private Map<String, String> config;

    @BeforeEach
    void configure(TestDatabase database, TestBroker broker) {
        config = database.config("delete.check.interval.ms", "50", "batch.max.rows", "7", "name", database.name());
        config.putAll(broker.settings());
    }

    @Test
    void a_deleted_row_and_the_old_key_of_a_changed_one_get_tombstones_behind_their_records(
            TestDatabase database, TestBroker broker) {
        // Given
        database.execute("CREATE TABLE t " + TABLE, "INSERT INTO t SELECT generate_series(1, 40)");
        try (RunningConnector connector = RunningConnector.start(config)) {
            connector.take(40);

            // When
            database.execute("DELETE FROM t WHERE id = 3", "UPDATE t SET id = 104, updated_at = now() WHERE id = 4");
            List<SourceRecord> records = connector.take(3);

            // Then
            assertThat(tombstones(records)).containsExactlyInAnyOrder("Struct{id=3}", "Struct{id=4}");
            assertThat(records).filteredOn(record -> record.value() == null).allSatisfy(record -> {
                assertThat(record.topic()).isEqualTo("db.t");
                assertThat(record.valueSchema()).isNull();
                assertThat(record.headers()
                                .lastWithName("reverseetl.source.table")
                                .value())
                        .isEqualTo("public.t");
                assertThat(record.sourcePartition()).isEqualTo(Map.of("table", "public.t#deletes"));
            });
            assertThat(broker.config(database.name() + "-keys-db.t", "cleanup.policy"))
                    .isEqualTo("compact");
        }
    }

    @Test
    void a_row_that_comes_back_is_a_record_behind_its_tombstone_and_gets_another_when_it_goes_again(
            TestDatabase database) {
        // Given
        database.execute("CREATE TABLE t " + TABLE, "INSERT INTO t SELECT generate_series(1, 20)");
        try (RunningConnector connector = RunningConnector.start(config)) {
            connector.take(20);

            // When
            database.execute("DELETE FROM t WHERE id = 3");
            List<SourceRecord> first = connector.take(1);
            database.execute("INSERT INTO t VALUES (3)");
            List<SourceRecord> second = connector.take(1);
            database.execute("DELETE FROM t WHERE id = 3");
            List<SourceRecord> third = connector.take(1);

            // Then
            assertThat(tombstones(first)).containsExactly("Struct{id=3}");
            assertThat(second).extracting(SourceRecord::value).doesNotContainNull();
            assertThat(tombstones(third)).containsExactly("Struct{id=3}");
        }
    }

    @Test
    void rows_that_go_while_nobody_looks_are_found_after_the_restart_and_once(TestDatabase database) {
        // Given
        database.execute("CREATE TABLE t " + TABLE, "INSERT INTO t SELECT generate_series(1, 40)");
        try (RunningConnector before = RunningConnector.start(config)) {
            before.take(40);
            database.execute("DELETE FROM t WHERE id IN (3, 17)");

            // When
            try (RunningConnector after = before.restarted()) {
                List<SourceRecord> records = after.take(2);
                database.execute("INSERT INTO t VALUES (41)");
                records.addAll(after.take(1));

                // Then
                assertThat(tombstones(records)).containsExactlyInAnyOrder("Struct{id=3}", "Struct{id=17}");
                assertThat(records).hasSize(3);
            }
        }
    }

    @Test
    void keys_of_any_type_are_found_again(TestDatabase database) {
        // Given
        database.execute(
                "CREATE TABLE t (name text, tenant uuid, amount numeric, day date, at timestamptz, code char(4),"
                        + " raw bytea, PRIMARY KEY (tenant, name, amount, day, at, code, raw),"
                        + " updated_at timestamptz NOT NULL DEFAULT now())",
                """
                INSERT INTO t SELECT n || E' {"a\\\\b",} ''NULL'' \\n\\t ü€😀', md5(n::text)::uuid, 1.50 + n,
                  date '2026-01-01' - 10000 * n, timestamptz '1900-01-01 00:00:00.000001+00' + n * interval '1 day',
                  'a' || n % 7, decode('00ff5c22', 'hex')
                FROM generate_series(1, 40) n""");
        try (RunningConnector connector = RunningConnector.start(config)) {
            List<SourceRecord> sent = connector.take(40);

            // When
            database.execute("DELETE FROM t WHERE amount = 8.5");
            List<SourceRecord> records = connector.take(1);

            // Then
            assertThat(records).hasSize(1);
            assertThat(records.get(0).value()).isNull();
            assertThat(sent)
                    .extracting(SourceRecord::key)
                    .contains(records.get(0).key());
            assertThat(records.get(0).key().toString()).contains("8.5");
        }
    }

    @Test
    void each_table_and_query_has_a_memory_of_its_own(TestDatabase database) {
        // Given
        database.execute("CREATE TABLE a " + TABLE, "INSERT INTO a SELECT generate_series(1, 20)");
        config.putAll(Map.of(
                "queries", "low,high",
                "queries.low.sql", "SELECT * FROM a WHERE id <= 15",
                "queries.high.sql", "SELECT * FROM a WHERE id > 15 OR id = 1",
                "key.columns", "id",
                "validate.non.null", "false",
                "delete.keys.topic", "${name}-shared",
                "delete.max.fraction", "0.5"));
        try (RunningConnector connector = RunningConnector.start(config)) {
            connector.take(21);

            // When
            database.execute("DELETE FROM a WHERE id = 20");
            List<SourceRecord> records = connector.take(1);
            database.execute("DELETE FROM a WHERE id = 1");
            records.addAll(connector.take(2));

            // Then
            assertThat(records)
                    .extracting(record -> record.topic() + " " + record.key())
                    .satisfies(all -> assertThat(all.get(0)).isEqualTo("db.high Struct{id=20}"))
                    .contains("db.high Struct{id=1}", "db.low Struct{id=1}");
        }
    }

    @Test
    void a_table_that_was_emptied_fails_the_task_until_somebody_approves(TestDatabase database) {
        // Given
        database.execute("CREATE TABLE t " + TABLE, "INSERT INTO t SELECT generate_series(1, 20)");
        try (RunningConnector before = RunningConnector.start(config)) {
            before.take(20);
            database.execute("BEGIN; DROP TABLE t; CREATE TABLE t " + TABLE + "; COMMIT");

            // When
            String message = failureOf(before);

            // Then
            assertThat(message).contains("Table public.t: 20 rows", "0 are left", "No tombstone was sent");
            config.put("delete.approved", approvalIn(message));
            try (RunningConnector after = RunningConnector.start(config)) {
                assertThat(tombstones(after.take(20))).hasSize(20);
            }
        }
    }

    @Test
    void a_topic_that_would_forget_is_refused(TestDatabase database, TestBroker broker) {
        // Given
        database.execute("CREATE TABLE t " + TABLE);
        broker.create(database.name() + "-keys-db.t");

        // When
        List<ConfigValue> values = new JdbcSourceConnector().validate(config).configValues();

        // Then
        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .singleElement()
                .satisfies(value -> {
                    assertThat(value.name()).isEqualTo("delete.keys.topic");
                    assertThat(value.errorMessages()).singleElement().asString().contains("cleanup.policy=delete");
                });
    }

    private static String failureOf(RunningConnector connector) {
        AtomicReference<String> message = new AtomicReference<>();
        Awaitility.await("for the task to fail").until(() -> {
            try {
                connector.poll();
            } catch (ConnectException e) {
                message.set(e.getMessage());
            }
            return message.get() != null;
        });
        return message.get();
    }

    private static String approvalIn(String message) {
        return Pattern.compile("delete\\.approved=(\\S+),")
                .matcher(message)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> tombstones(List<SourceRecord> records) {
        return records.stream()
                .filter(record -> record.value() == null)
                .map(record -> record.key().toString())
                .toList();
    }
}
