// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a query returns, known without running it. */
@ExtendWith(PostgresServer.class)
class QueryDescriptionIT {

    @Test
    void the_columns_of_a_query_are_described_as_those_of_its_table(TestDatabase database) throws SQLException {
        // Given
        database.execute(
                "CREATE EXTENSION citext",
                "CREATE SCHEMA \"Other\"",
                "CREATE TYPE \"Other\".\"Mood\" AS ENUM ('ok')",
                "CREATE DOMAIN price AS numeric(9,3)",
                "CREATE DOMAIN price2 AS price",
                "CREATE DOMAIN cash AS money",
                "CREATE TABLE t (id serial, big bigserial, small smallint, a numeric, b numeric(10,2), c numeric(5,-2),"
                        + " d price2, e price[], f cash[], g numeric(4,1)[], h timestamptz(3), i timestamp(0)[],"
                        + " j timestamptz, k citext, l \"Other\".\"Mood\", m \"Other\".\"Mood\"[], n \"char\", o char(4),"
                        + " p char(4)[], q money, r bytea, s date[], t int4range, u t2)".replace("t2", "name"));

        // When
        TableDescription table;
        TableDescription query;
        try (Session session = open(database)) {
            table = session.describe(new TableName("public", "t")).orElseThrow();
            query = session.describe(new NamedQuery("q", "SELECT * FROM t;")).orElseThrow();
        }

        // Then
        assertThat(query.columns()).extracting(Column::name).isEqualTo(names(table));
        assertThat(query.columns())
                .extracting(Column::type)
                .containsExactlyElementsOf(
                        table.columns().stream().map(Column::type).toList());
        assertThat(query.columns())
                .extracting(Column::castType)
                .containsExactlyElementsOf(
                        table.columns().stream().map(Column::castType).toList());
        assertThat(query.columns()).allMatch(Column::nullable);
    }

    private static List<String> names(TableDescription table) {
        return table.columns().stream().map(Column::name).toList();
    }

    @Test
    void a_column_that_is_added_or_retyped_below_a_query_changes_its_fingerprint(TestDatabase database)
            throws SQLException {
        // Given
        database.execute("CREATE TABLE t (id int, a numeric(5,1))");
        NamedQuery query = new NamedQuery("q", "SELECT * FROM t");
        try (Session session = open(database)) {
            String before = "";
            for (int look = 0; look < 8; look++) {
                before = session.fingerprint(query);
            }

            // When
            database.execute("ALTER TABLE t ALTER a TYPE numeric(5,2)");
            String retyped = session.fingerprint(query);
            database.execute("ALTER TABLE t ADD b int");
            String added = session.fingerprint(query);

            // Then
            assertThat(List.of(before, retyped, added)).doesNotHaveDuplicates();
            assertThat(session.fingerprint(query)).isEqualTo(added);
        }
    }

    private static Session open(TestDatabase database) throws SQLException {
        return new PostgresDialect()
                .open(new ConnectionSettings(database.url(), Optional.of("postgres"), Optional.empty(), Map.of()));
    }
}
