// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The configs of {@link Load}, each the body of a {@code POST /connectors}. */
final class LoadConnectors {

    private static final Map<String, String> CONVERTERS = Map.of(
            "key.converter", "org.apache.kafka.connect.json.JsonConverter",
            "key.converter.schemas.enable", "false",
            "value.converter", "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable", "false",
            "value.converter.decimal.format", "NUMERIC");

    /** What the example for HubSpot does with a customer, but for dates: without schemas they are numbers. */
    private static final Map<String, String> TRANSFORMS = Map.of(
            "transforms",
            "contact,valid",
            "transforms.contact.type",
            "io.reverseetl.connect.transforms.MapFields$Value",
            "transforms.contact.mapping",
            "firstname = first_name | trim; lastname = last_name | trim; email = email | trim | lower; phone; company;"
                    + " city; country | upper; zip = postcode; total_spent; newsletter_opt_in = newsletter; segments;"
                    + " lifecyclestage = 'customer'; warehouse_updated_at = last_updated",
            "transforms.valid.type",
            "io.reverseetl.connect.transforms.ValidateFields$Value",
            "transforms.valid.rules",
            "country: regex('[A-Z]{2}'); total_spent: range(0, 999999999)",
            "transforms.valid.on.failure",
            "fail");

    private LoadConnectors() {}

    /** Two tasks, each of which reads a half of the table. */
    static String source(String name, String table, String topicPrefix) {
        Map<String, String> config = Map.ofEntries(
                Map.entry("connector.class", "io.reverseetl.connect.jdbc.JdbcSourceConnector"),
                Map.entry("tasks.max", "2"),
                Map.entry("snapshot.ranges", "2"),
                Map.entry("connection.url", "${env:REVERSE_ETL_JDBC_URL}"),
                Map.entry("connection.user", "${env:REVERSE_ETL_DB_USER}"),
                Map.entry("connection.password", "${env:REVERSE_ETL_DB_PASSWORD}"),
                Map.entry("mode", "timestamp"),
                Map.entry("timestamp.column.name", "last_updated"),
                Map.entry("table.include.list", "public\\." + table),
                Map.entry("topic.prefix", topicPrefix),
                Map.entry("producer.override.batch.size", "262144"),
                Map.entry("producer.override.linger.ms", "20"));
        return json(name, config, CONVERTERS);
    }

    /** A task for each partition. */
    static String sink(String name, String topic, int partitions, SinkCrm crm) {
        Map<String, String> config = Map.of(
                "connector.class", "io.reverseetl.connect.crm.CrmSinkConnector",
                "tasks.max", Integer.toString(partitions),
                "topics", topic,
                "crm.type", "hubspot",
                "crm.url", crm.url(),
                "crm.object", "contacts",
                "auth.type", "none",
                "validate.live", "false",
                "id.property", "customer_id",
                "id.from", "key.customer_id");
        return json(name, config, CONVERTERS, TRANSFORMS);
    }

    @SafeVarargs
    private static String json(String name, Map<String, String>... parts) {
        ObjectNode document = new ObjectMapper().createObjectNode().put("name", name);
        ObjectNode config = document.putObject("config");
        for (Map<String, String> part : parts) {
            part.forEach(config::put);
        }
        return document.toString();
    }
}
