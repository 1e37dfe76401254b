// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectWorker;
import java.util.Map;

/**
 * The connector with one task and its defaults, which sends the topic from its beginning.
 *
 * @param name new for each start, so that no offsets of it are there
 */
record SinkConnector(ConnectWorker worker, String name, String topic, int inFlight) implements Sender {

    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("connector.class", "io.reverseetl.connect.crm.CrmSinkConnector"),
            Map.entry("tasks.max", "1"),
            Map.entry("crm.type", "hubspot"),
            Map.entry("crm.object", "contacts"),
            Map.entry("id.property", "customer_id"),
            Map.entry("auth.type", "none"),
            Map.entry("validate.live", "false"),
            Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("key.converter.schemas.enable", "false"),
            Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("value.converter.schemas.enable", "false"),
            Map.entry("consumer.override.auto.offset.reset", "earliest"));

    @Override
    public ProcessUse process() {
        return new ProcessUse(worker.process());
    }

    @Override
    public Contender.Running start(SinkCrm crm) {
        ConnectRest rest = worker.rest();
        rest.create(json(crm)).orThrow();
        return new Contender.Running() {
            @Override
            public void check() {
                String failure = rest.failure(name);
                if (failure != null) {
                    throw new IllegalStateException(name + " failed: " + failure);
                }
            }

            @Override
            public void close() {
                rest.delete(name).orThrow();
            }
        };
    }

    private String json(SinkCrm crm) {
        ObjectNode document = new ObjectMapper().createObjectNode().put("name", name);
        ObjectNode config = document.putObject("config");
        COMMON.forEach(config::put);
        config.put("topics", topic);
        config.put("crm.url", crm.url());
        config.put("max.in.flight.requests", Integer.toString(inFlight));
        return document.toString();
    }
}
