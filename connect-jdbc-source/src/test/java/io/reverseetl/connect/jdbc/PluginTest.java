// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
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
}
