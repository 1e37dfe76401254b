// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.CrmProcess;
import io.reverseetl.testing.cluster.LocalCluster;
import java.util.List;
import java.util.Map;

/** A source of the dbt example, the sink behind it, and a CRM of their own, in which calls can be counted. */
final class DbtRoute implements AutoCloseable {

    private final LocalCluster cluster;
    private final String name;
    private final CrmProcess crm;
    private final Contacts contacts;

    DbtRoute(LocalCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        this.crm = cluster.startCrm("crm-dbt-" + name, "io.reverseetl.testing.crm.SimulatorMain", List.of());
        this.contacts = new Contacts(crm);
    }

    /** @param source that writes to {@link #records} */
    void connect(Connectors connectors, ObjectNode source) {
        contacts.createProperties();
        connectors.create(source);
        String topic = records().name();
        connectors.create(Connectors.example(
                "dbt/sink.json",
                "dbt-" + name + "-sink",
                Map.of(
                        "crm.url",
                        crm.url(),
                        "topics",
                        topic,
                        "batch.linger.ms",
                        "1000",
                        "state.topic",
                        topic + ".state",
                        "results.topic",
                        topic + ".results",
                        "errors.deadletterqueue.topic.name",
                        topic + ".rejected")));
    }

    /** What the source has written. */
    Topic records() {
        return topic("");
    }

    /** What has become of each record. */
    Topic results() {
        return topic(".results");
    }

    private Topic topic(String suffix) {
        return new Topic(cluster.broker().bootstrapServers(), name + ".crm_contacts" + suffix);
    }

    /** Properties of all contacts, by customer. */
    Map<String, JsonNode> contacts() {
        return contacts.by("customer_id");
    }

    long contactsIn(String city) {
        return contacts().values().stream()
                .filter(contact -> contact.path("city").asText().equals(city))
                .count();
    }

    /** How many requests to write contacts the CRM has had. */
    int calls() {
        return contacts.upserts();
    }

    @Override
    public void close() {
        crm.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
