// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc.testing;

import io.reverseetl.connect.jdbc.JdbcSourceConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigValue;

/** Configs of the connector for databases that have no password for their owner, and what validation says of them. */
public final class SourceConfig {

    private SourceConfig() {}

    /** Reads everything at once and looks again soon; a test adds its own. */
    public static Map<String, String> of(String url, String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector",
                "name", "test",
                "connection.url", url,
                "mode", "timestamp",
                "timestamp.column.name", "updated_at",
                "topic.prefix", "db.",
                "poll.interval.ms", "20",
                "watermark.margin.ms", "0",
                "connection.backoff.ms", "200"));
        if (url.startsWith("jdbc:mariadb:")) {
            config.put("connection.user", "root");
            // The driver insists on TLS, for which the server of the tests is not set up.
            config.put("connection.sslMode", "disable");
        }
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    /** The messages on each key that has any. */
    public static Map<String, List<String>> errors(Map<String, String> config) {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : new JdbcSourceConnector().validate(config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
