// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectWorker;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The connector as a contender, one task a table.
 *
 * @param config beside what every configuration of it has here
 */
record Connector(
        Supplier<ConnectWorker> worker, String name, String limit, List<String> tables, Map<String, String> config)
        implements Contender {

    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector"),
            Map.entry("connection.url", "${env:REVERSE_ETL_JDBC_URL}"),
            Map.entry("connection.user", "${env:REVERSE_ETL_DB_USER}"),
            Map.entry("connection.password", "${env:REVERSE_ETL_DB_PASSWORD}"),
            Map.entry("mode", "timestamp"),
            Map.entry("timestamp.column.name", "last_updated"),
            Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("key.converter.schemas.enable", "false"),
            Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("value.converter.schemas.enable", "false"),
            Map.entry("value.converter.decimal.format", "NUMERIC"));

    @Override
    public ProcessUse process() {
        return new ProcessUse(worker.get().process());
    }

    @Override
    public Running start(String prefix) {
        ConnectRest rest = worker.get().rest();
        String connector = "copy-" + prefix.replace(".", "");
        rest.create(json(connector, prefix)).orThrow();
        return new Running() {
            @Override
            public void check() {
                String failure = rest.failure(connector);
                if (failure != null) {
                    throw new IllegalStateException(name + " failed: " + failure);
                }
            }

            @Override
            public void close() {
                rest.delete(connector).orThrow();
            }
        };
    }

    private String json(String connector, String prefix) {
        ObjectNode document = new ObjectMapper().createObjectNode().put("name", connector);
        ObjectNode all = document.putObject("config");
        COMMON.forEach(all::put);
        all.put("table.whitelist", String.join(",", tables));
        all.put("tasks.max", Integer.toString(tables.size()));
        all.put("topic.prefix", prefix);
        config.forEach(all::put);
        return document.toString();
    }
}
