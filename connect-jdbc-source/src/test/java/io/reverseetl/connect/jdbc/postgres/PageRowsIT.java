// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values and positions come out alike in the driver's text transfer (a {@code prepareThreshold} of 0, as behind a
 * pooler) and in its binary one (-1). The JVM runs in Europe/Paris, whose clocks skip an hour in March, repeat one in
 * October, and were nine minutes and 21 seconds ahead before 1911.
 */
@ExtendWith(PostgresServer.class)
class PageRowsIT {

    /** In the order in which a database has them. */
    private static final List<String> TIMES = List.of(
            "-infinity",
            "4713-01-01 00:00:00 BC",
            "0044-03-15 12:00:00.5 BC",
            "0001-12-31 23:59:59.999999 BC",
            "0001-01-01 00:00:00",
            "0999-12-31 23:59:59",
            "1582-10-10 00:00:00",
            "1900-01-01 00:00:00",
            "1969-12-31 23:59:59.999999",
            "1970-01-01 00:00:00",
            "2026-03-29 01:59:59.999999",
            "2026-03-29 02:30:00",
            "2026-03-29 03:00:00",
            "2026-10-25 02:30:00.000001",
            "2026-11-23 04:33:00.1234",
            "9999-12-31 23:59:59.999999",
            "10000-01-01 00:00:00",
            "294276-12-31 23:59:59.999999",
            "infinity");

    private static final LocalDateTime SKIPPED = LocalDateTime.of(2026, 3, 29, 2, 30);

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void a_position_has_the_texts_that_the_database_writes(String prepareThreshold, TestDatabase database)
            throws SQLException {
        // Given
        assertThat(ZoneId.systemDefault()).isEqualTo(ZoneId.of("Europe/Paris"));
        database.execute(
                "CREATE TABLE t (born timestamp, at timestamptz, id bigint, code char(3), name text, day date,"
                        + " updated_at timestamptz NOT NULL DEFAULT '2026-01-01', PRIMARY KEY (born, at, id, code, name, day))");
        for (String time : TIMES) {
            String zoned = time.endsWith("infinity") ? time : time.replaceFirst("( BC)?$", "+00$1");
            database.execute("INSERT INTO t VALUES ('" + time + "', '" + zoned + "', -5, 'a', 'Zoë', '2026-03-29')");
        }

        // When
        List<Row> rows = rows(database, prepareThreshold, "born", "at", "id", "code", "name", "day");

        // Then
        assertThat(rows).extracting(row -> row.position().key().get("born")).containsExactlyElementsOf(TIMES);
        assertThat(rows)
                .extracting(row -> String.join(" | ", row.position().key().values()))
                .containsExactlyElementsOf(texts(
                        database, "SELECT concat_ws(' | ', born::text, at::text, id, code::text, name, day) FROM t"));
        assertThat(rows)
                .extracting(row -> row.position().timestamp())
                .containsOnly(Optional.of("2026-01-01 00:00:00+00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void values_do_not_depend_on_the_zone_of_the_jvm(String prepareThreshold, TestDatabase database)
            throws SQLException {
        // Given
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, born timestamp, at timestamptz, day date,"
                        + " updated_at timestamptz NOT NULL DEFAULT '2026-01-01')",
                "INSERT INTO t VALUES (1, '2026-03-29 02:30:00', '2026-03-29 02:30:00+00', '2026-03-29'),"
                        + " (2, 'infinity', '-infinity', 'infinity'),"
                        + " (3, '0044-03-15 00:00:00 BC', '1900-01-01 00:00:00+00', '0044-03-15 BC'),"
                        + " (4, NULL, NULL, NULL)");

        // When
        List<Row> rows = rows(database, prepareThreshold, "id");

        // Then
        assertThat(rows)
                .extracting(row -> row.values().subList(1, 4).toArray())
                .containsExactly(
                        new Object[] {SKIPPED, SKIPPED, LocalDate.of(2026, 3, 29)},
                        new Object[] {LocalDateTime.MAX, LocalDateTime.MIN, LocalDate.MAX},
                        new Object[] {
                            LocalDateTime.of(-43, 3, 15, 0, 0),
                            LocalDateTime.of(1900, 1, 1, 0, 0),
                            LocalDate.of(-43, 3, 15)
                        },
                        new Object[] {null, null, null});
    }

    private static List<Row> rows(TestDatabase database, String prepareThreshold, String... key) throws SQLException {
        ConnectionSettings settings = new ConnectionSettings(
                database.url(),
                Optional.of("postgres"),
                Optional.empty(),
                Map.of("prepareThreshold", prepareThreshold));
        try (Session session = new PostgresDialect().open(settings)) {
            TableDescription table =
                    session.describe(new TableName("public", "t")).orElseThrow();
            List<Column> columns =
                    Stream.of(key).map(name -> table.column(name).orElseThrow()).toList();
            TableCursor cursor = new TableCursor(
                    table, List.of(table.column("updated_at").orElseThrow()), columns, columns, Optional.empty());
            return session.page(
                    new PageRequest(cursor, new PageRequest.Timed(Optional.<Position>empty(), "2026-02-01"), 100));
        }
    }

    private static List<String> texts(TestDatabase database, String sql) {
        return List.of(database.query("SELECT string_agg(text, chr(10)) FROM (" + sql + " ORDER BY born) AS s (text)")
                .split("\n"));
    }
}
