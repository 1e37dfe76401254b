// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.Isolation;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.PageRequest.Range;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Quoting;
import io.reverseetl.connect.jdbc.dialect.Row;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GenericSessionTest {

    private static final TableName TABLE = new TableName("PUBLIC", "T");

    private static final String URL = "jdbc:h2:mem:generic";

    private Connection keeper;
    private Session session;

    @BeforeEach
    void rows_of_two_timestamps_and_of_a_key_of_two_columns() throws SQLException {
        keeper = DriverManager.getConnection(URL);
        try (Statement statement = keeper.createStatement()) {
            statement.execute("CREATE TABLE t (a INT, b INT, ts TIMESTAMP NOT NULL, PRIMARY KEY (a, b))");
            statement.execute("INSERT INTO t VALUES (1, 1, TIMESTAMP '2026-01-02 00:00:00'),"
                    + " (1, 2, TIMESTAMP '2026-01-01 00:00:00'), (2, 1, TIMESTAMP '2026-01-02 00:00:00'),"
                    + " (3, 0, TIMESTAMP '2026-01-01 00:00:00')");
        }
        session = new GenericDialect().open(new ConnectionSettings(URL, Optional.empty(), Optional.empty(), Map.of()));
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
        keeper.close();
    }

    private TableCursor cursor(String... timestamps) throws SQLException {
        TableDescription table = session.describe(TABLE).orElseThrow();
        List<Column> key =
                List.of(table.column("A").orElseThrow(), table.column("B").orElseThrow());
        List<Column> byTime = List.of(timestamps).stream()
                .map(name -> table.column(name).orElseThrow())
                .toList();
        return new TableCursor(table, byTime, key, key, Optional.empty());
    }

    private List<List<Object>> page(TableCursor cursor, Range range) throws SQLException {
        return session.page(new PageRequest(cursor, range, 10)).stream()
                .map(row -> row.values().subList(0, 2))
                .toList();
    }

    private static Map<String, String> key(String a, String b) {
        Map<String, String> key = new LinkedHashMap<>();
        key.put("A", a);
        key.put("B", b);
        return key;
    }

    @Test
    void rows_are_read_by_time_and_then_by_each_column_of_the_key() throws SQLException {
        // Given
        Position behind = new Position(Optional.of("2026-01-01 00:00:00"), key("1", "2"));

        // When, Then
        assertThat(page(cursor("TS"), new PageRequest.Timed(Optional.of(behind), "2027-01-01 00:00:00")))
                .containsExactly(List.of(3, 0), List.of(1, 1), List.of(2, 1));
    }

    @Test
    void a_position_without_a_key_lies_before_the_rows_of_its_timestamp() throws SQLException {
        // Given
        Position before = new Position(Optional.of("2026-01-02 00:00:00"), Map.of());

        // When, Then
        assertThat(page(cursor("TS"), new PageRequest.Timed(Optional.of(before), "2027-01-01 00:00:00")))
                .containsExactly(List.of(1, 1), List.of(2, 1));
    }

    @Test
    void rows_are_read_in_the_order_of_the_key_alone() throws SQLException {
        assertThat(page(cursor(), new PageRequest.Keyed(Optional.empty(), Optional.empty())))
                .containsExactly(List.of(1, 1), List.of(1, 2), List.of(2, 1), List.of(3, 0));
        assertThat(page(cursor(), new PageRequest.Keyed(Optional.of(key("1", "1")), Optional.of("2"))))
                .containsExactly(List.of(1, 2), List.of(2, 1));
    }

    @Test
    void a_name_that_is_not_quoted_is_folded_by_the_database() throws SQLException {
        // Given
        TableName lower = new TableName("PUBLIC", "lower");
        try (Statement statement = keeper.createStatement()) {
            statement.execute("CREATE TABLE \"lower\" (id INT PRIMARY KEY)");
        }
        ConnectionSettings quoted = settings(Isolation.DEFAULT, Quoting.ALWAYS);
        ConnectionSettings bare = settings(Isolation.DEFAULT, Quoting.NEVER);

        // When, Then
        assertThat(rows(quoted, lower)).isEmpty();
        assertThat(rows(bare, TABLE)).hasSize(4);
        assertThatThrownBy(() -> rows(bare, lower))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not found");
    }

    private static ConnectionSettings settings(Isolation isolation, Quoting quoting) {
        return new ConnectionSettings(
                URL, Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), isolation, quoting);
    }

    private static List<Row> rows(ConnectionSettings settings, TableName name) throws SQLException {
        try (Session opened = new GenericDialect().open(settings)) {
            TableDescription table = opened.describe(name).orElseThrow();
            List<Column> key = table.columns().subList(0, 1);
            TableCursor all = new TableCursor(table, List.of(), key, key, Optional.empty());
            return opened.page(new PageRequest(all, new PageRequest.Keyed(Optional.empty(), Optional.empty()), 10));
        }
    }

    @Test
    void the_isolation_that_is_asked_for_holds_while_rows_are_read() throws SQLException {
        // Given
        ConnectionSettings serializable = settings(Isolation.SERIALIZABLE, Quoting.ALWAYS);
        String levels = "SELECT ISOLATION_LEVEL FROM INFORMATION_SCHEMA.SESSIONS ORDER BY SESSION_ID DESC";

        // When, Then
        try (Session opened = new GenericDialect().open(serializable);
                Statement statement = keeper.createStatement();
                ResultSet newest = statement.executeQuery(levels)) {
            assertThat(opened.catalog()).isEqualTo("GENERIC");
            assertThat(newest.next()).isTrue();
            assertThat(newest.getString(1)).isEqualTo("SERIALIZABLE");
        }
    }

    @Test
    void an_isolation_that_the_database_does_not_know_is_refused_by_its_key() {
        // Given
        ConnectionSettings unknown = settings(Isolation.SQL_SERVER_SNAPSHOT, Quoting.ALWAYS);

        // When, Then
        assertThatThrownBy(() -> new GenericDialect().open(unknown))
                .hasMessageContaining("transaction.isolation.mode=sql_server_snapshot is refused");
    }

    @Test
    void the_highest_id_is_that_of_the_keys_first_column() throws SQLException {
        assertThat(session.highest(cursor())).contains("3");
    }

    @Test
    void a_text_that_is_no_value_of_its_column_is_no_position() throws SQLException {
        assertThat(session.canResume(cursor("TS"), new Position(Optional.of("2026-01-01 00:00:00"), key("1", "2"))))
                .isTrue();
        assertThat(session.canResume(cursor("TS"), new Position(Optional.of("yesterday"), key("1", "2"))))
                .isFalse();
        assertThat(session.canResume(cursor("TS"), new Position(Optional.of("2026-01-01 00:00:00"), key("1", "x"))))
                .isFalse();
    }

    @Test
    void a_query_is_refused_with_what_to_do_instead() {
        assertThatThrownBy(() -> session.describe(new NamedQuery("orders", "SELECT 1")))
                .hasMessageContaining("Create a view of query orders");
    }
}
