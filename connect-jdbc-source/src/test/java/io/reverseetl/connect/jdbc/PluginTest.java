// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class PluginTest {

    @Test
    void connect_finds_the_connector_by_its_service_manifest() {
        assertThat(ServiceLoader.load(SourceConnector.class)).hasExactlyElementsOfTypes(JdbcSourceConnector.class);
    }

    @Test
    void connector_and_task_report_the_version_of_the_build() {
        assertThat(new JdbcSourceConnector().version())
                .matches("\\d+\\.\\d+\\.\\d+.*")
                .isEqualTo(new JdbcSourceTask().version());
    }

    @Test
    void a_config_that_is_refused_anyway_is_not_refused_for_want_of_exactly_once_too() {
        assertThat(new JdbcSourceConnector().exactlyOnceSupport(Map.of("mode", "tiemstamp")))
                .isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    @Test
    void a_page_can_be_a_transaction() {
        assertThat(new JdbcSourceConnector().canDefineTransactionBoundaries(Map.of()))
                .isEqualTo(ConnectorTransactionBoundaries.SUPPORTED);
    }
}
