// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The source's figures stand among the worker's own, where a JMX exporter finds them. */
@ExtendWith(Environment.class)
class SourceMetricsIT {

    @Test
    void a_table_has_its_figures_in_the_workers_jmx(LocalCluster cluster) throws SQLException, IOException {
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect());
                Jmx jmx = Jmx.of(cluster.workers().get(0))) {
            // Given
            statement.execute("CREATE TABLE measured (id int PRIMARY KEY, changed timestamptz NOT NULL DEFAULT now());"
                    + "INSERT INTO measured SELECT generate_series(1, 7)");

            // When
            connectors.create(Connectors.example(
                    "customers-to-hubspot/source.json",
                    "measured-source",
                    Map.of("table.include.list", "public\\.measured", "timestamp.column.name", "changed")));

            // Then
            String figures = "kafka.connect:type=plugins,connector=measured-source,task=0,table=public.measured";
            jmx.awaitValue(figures, "rows-total", 7L);
            assertThat(jmx.value(figures, "last-error")).isEqualTo("");
        }
    }
}
