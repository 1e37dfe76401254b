// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.dialect.Column;
import io.reverseetl.connect.jdbc.dialect.ConnectionSettings;
import io.reverseetl.connect.jdbc.dialect.PageRequest;
import io.reverseetl.connect.jdbc.dialect.PageRequest.Range;
import io.reverseetl.connect.jdbc.dialect.Position;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.Slice;
import io.reverseetl.connect.jdbc.dialect.SliceRequest;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An index on (timestamp, key) serves every page from its first row to its last: nothing is sorted. */
@ExtendWith(PostgresServer.class)
class PagePlanIT {

    @Test
    void the_index_that_the_guide_asks_for_serves_first_later_and_untimed_pages(TestDatabase database)
            throws SQLException {
        // Given
        createTable(database);
        TableCursor cursor = cursor(database);
        Position middle = middle();
        List<Range> ranges = List.of(
                new PageRequest.Timed(Optional.empty(), "2026-06-01 00:00:00+00"),
                new PageRequest.Timed(Optional.of(middle), "2026-06-01 00:00:00+00"),
                new PageRequest.Untimed(Optional.empty()),
                new PageRequest.Untimed(Optional.of(middle.key())));

        for (Range range : ranges) {
            for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
                // When
                String plan = plan(database, PageSql.of(new PageRequest(cursor, range, 500)), mode);

                // Then
                assertThat(plan).as(range + " " + mode).contains("Index Scan").doesNotContain("Sort");
            }
        }
    }

    @Test
    void the_primary_key_serves_each_page_of_a_range(TestDatabase database) throws SQLException {
        // Given
        createTable(database);
        TableCursor cursor = cursor(database);
        Map<String, String> first = middle().key();
        Map<String, String> last = Map.of("tenant", "t3", "id", "00000000-0000-0000-0000-000000000000");
        Optional<String> before = Optional.of("2026-06-01 00:00:00+00");
        List<Range> ranges = List.of(
                new PageRequest.KeyRange(Optional.empty(), Optional.of(first), before),
                new PageRequest.KeyRange(
                        Optional.of(new PageRequest.LowerKey(first, false)), Optional.of(last), before),
                new PageRequest.KeyRange(Optional.of(new PageRequest.LowerKey(first, true)), Optional.empty(), before));

        for (Range range : ranges) {
            for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
                // When
                String plan = plan(database, PageSql.of(new PageRequest(cursor, range, 500)), mode);

                // Then
                assertThat(plan).as(range + " " + mode).contains("t_pkey").doesNotContain("Sort");
            }
        }
    }

    @Test
    void the_index_serves_each_page_of_a_slice(TestDatabase database) throws SQLException {
        // Given
        createTable(database);
        TableCursor cursor = cursor(database);
        PageRequest.Timed range = new PageRequest.Timed(Optional.of(middle()), "2026-06-01 00:00:00+00");
        Position later = new Position(Optional.of("2026-01-01 07:00:00+00"), middle().key());
        Slice slice = new Slice(1, 4, Map.of(5, later));

        for (Optional<Position> through : List.of(Optional.of(later), Optional.<Position>empty())) {
            for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
                // When
                String plan =
                        plan(database, SliceSql.page(new SliceRequest(cursor, range, through, 2000, slice, 500)), mode);

                // Then
                assertThat(plan)
                        .as(through + " " + mode)
                        .contains("t_updated_at_tenant_id_idx")
                        .doesNotContain("Sort");
            }
        }
    }

    private static void createTable(TestDatabase database) {
        database.execute(
                "CREATE TABLE t (tenant text, id uuid, updated_at timestamptz, payload text, PRIMARY KEY (tenant, id))",
                "INSERT INTO t SELECT 't' || g % 5, md5(g::text)::uuid,"
                        + " CASE WHEN g % 100 > 0 THEN timestamptz '2026-01-01' + g * interval '1 s' END, repeat('x', 50)"
                        + " FROM generate_series(1, 50000) g",
                "CREATE INDEX ON t (updated_at, tenant, id)",
                "ANALYZE t");
    }

    private static Position middle() {
        return new Position(
                Optional.of("2026-01-01 06:00:00+00"),
                Map.of("tenant", "t1", "id", "00000000-0000-0000-0000-000000000000"));
    }

    private static TableCursor cursor(TestDatabase database) throws SQLException {
        ConnectionSettings settings =
                new ConnectionSettings(database.url(), Optional.of("postgres"), Optional.empty(), Map.of());
        try (Session session = new PostgresDialect().open(settings)) {
            TableDescription table =
                    session.describe(new TableName("public", "t")).orElseThrow();
            List<Column> key = table.primaryKey().stream()
                    .map(name -> table.column(name).orElseThrow())
                    .toList();
            return new TableCursor(
                    table, List.of(table.column("updated_at").orElseThrow()), key, key, Optional.empty());
        }
    }

    private static String plan(TestDatabase database, PageSql page, String mode) throws SQLException {
        try (Connection connection = database.connect();
                Statement setting = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement("EXPLAIN " + page.text())) {
            setting.execute("SET plan_cache_mode = " + mode);
            for (int i = 0; i < page.parameters().size(); i++) {
                statement.setString(i + 1, page.parameters().get(i));
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }
}
