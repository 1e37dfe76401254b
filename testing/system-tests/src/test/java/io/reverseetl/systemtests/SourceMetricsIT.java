// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The source's figures stand among the worker's own, where a JMX exporter finds them. */
@ExtendWith(Environment.class)
class SourceMetricsIT {

    @Test
    void a_table_has_its_figures_in_the_workers_jmx(LocalCluster cluster)
            throws SQLException, IOException, JMException, AttachNotSupportedException {
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(cluster.connect());
                JMXConnector jmx = attach(cluster.workers().get(0).process())) {
            // Given
            statement.execute("CREATE TABLE measured (id int PRIMARY KEY, changed timestamptz NOT NULL DEFAULT now());"
                    + "INSERT INTO measured SELECT generate_series(1, 7)");

            // When
            connectors.create(Connectors.example(
                    "customers-to-hubspot/source.json",
                    "measured-source",
                    Map.of("table.include.list", "public\\.measured", "timestamp.column.name", "changed")));

            // Then
            MBeanServerConnection beans = jmx.getMBeanServerConnection();
            ObjectName figures =
                    new ObjectName("kafka.connect:type=plugins,connector=measured-source,task=0,table=public.measured");
            await().atMost(Connectors.PATIENCE)
                    .until(() -> beans.isRegistered(figures)
                            && beans.getAttribute(figures, "rows-total").equals(7L));
            assertThat(beans.getAttribute(figures, "last-error")).isEqualTo("");
        }
    }

    @SuppressWarnings("BanJNDI") // The address is that of a process that this test started.
    private static JMXConnector attach(ProcessHandle worker) throws IOException, AttachNotSupportedException {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(worker.pid()));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }
}
