// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.jdbc.testing.PostgresServer;
import io.reverseetl.connect.jdbc.testing.RunningConnector;
import io.reverseetl.connect.jdbc.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class WideRowsIT {

    @Test
    void pages_of_wide_rows_are_small_whatever_batch_max_rows_says(TestDatabase database) {
        // Given: two of these rows fit into a page
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, document text, updated_at timestamptz NOT NULL DEFAULT '2026-01-01')",
                "INSERT INTO t SELECT g, repeat('x', 3 * 1024 * 1024) FROM generate_series(1, 38) AS g");

        // When
        List<Integer> pages = new ArrayList<>();
        try (RunningConnector connector = RunningConnector.start(database.config("batch.max.rows", "1000"))) {
            while (pages.stream().mapToInt(Integer::intValue).sum() < 38) {
                int rows = connector.poll().size();
                if (rows > 0) {
                    pages.add(rows);
                }
            }
        }

        // Then
        assertThat(pages).containsExactly(32, 2, 2, 2);
    }
}
