// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.LocalCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands between a real worker and the CRM breaks in every way that it can. */
@ExtendWith(Environment.class)
class SinkFaultsIT {

    private static final String TOPIC = "faults.people";
    private static final int PARTITIONS = 4;
    private static final int PEOPLE = 300;
    private static final int VERSIONS = 5;

    @RegisterExtension
    static final WireMockExtension BETWEEN = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @Test
    void nothing_is_lost_and_nobody_goes_back_while_connections_break_and_tasks_rebalance(LocalCluster cluster)
            throws Exception {
        // Given: faults, one after the other, then the CRM.
        breakInTurn(List.of(
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withFault(Fault.EMPTY_RESPONSE),
                aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
                aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                aResponse().withBody("{\"status\":\"COMPLETE\",\"results\":[").withChunkedDribbleDelay(5, 1_000),
                aResponse().withStatus(502).withBody("<html>Bad Gateway</html>")));
        BETWEEN.stubFor(any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse().proxiedFrom(cluster.crm().url()).withFixedDelay(30)));
        InputTopic topic = InputTopic.create(cluster, TOPIC, PARTITIONS);
        ConnectRest connect = cluster.connect();
        Contacts contacts = new Contacts(cluster.crm());
        try (Connectors connectors = new Connectors(connect)) {
            ObjectNode sink = sink();
            connectors.create(sink);

            // When: half of the versions, then another task, then the rest.
            topic.produce(versions(0, VERSIONS / 2));
            await().atMost(Connectors.PATIENCE).until(() -> !people(contacts).isEmpty());
            ObjectNode config = (ObjectNode) sink.path("config");
            config.put("tasks.max", "2");
            connect.send("PUT", "/connectors/faults-sink/config", config.toString())
                    .orThrow();
            topic.produce(versions(VERSIONS / 2, VERSIONS));

            // Then
            String newest = "Version " + (VERSIONS - 1);
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(people(contacts))
                            .hasSize(PEOPLE)
                            .allSatisfy((email, name) -> assertThat(name).isEqualTo(newest)));
            assertThat(connect.failure("faults-sink")).isNull();
            assertThat(new Topic(cluster.broker().bootstrapServers(), "faults.rejected").messages())
                    .isEmpty();

            // Then: the offsets are those of the topic that was consumed, whatever a transform has called it.
            await().atMost(Connectors.PATIENCE).until(() -> committed(connect), total -> total == PEOPLE * VERSIONS);
        }
    }

    private static void breakInTurn(List<ResponseDefinitionBuilder> faults) {
        String state = Scenario.STARTED;
        for (int i = 0; i < faults.size(); i++) {
            String next = "after fault " + i;
            BETWEEN.stubFor(post(urlPathMatching(".*/batch/upsert"))
                    .atPriority(1)
                    .inScenario("faults")
                    .whenScenarioStateIs(state)
                    .willSetStateTo(next)
                    .willReturn(faults.get(i)));
            state = next;
        }
    }

    private static ObjectNode sink() {
        ObjectNode sink = Connectors.example(
                "customers-to-hubspot/sink.json",
                "faults-sink",
                Map.of(
                        "topics", TOPIC,
                        "crm.url", BETWEEN.baseUrl(),
                        "id.property", "email",
                        "id.from", "key",
                        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "key.converter.schemas.enable", "",
                        "value.converter.schemas.enable", "false",
                        "transforms", "contact,rename",
                        "transforms.contact.mapping", "firstname = name",
                        "errors.deadletterqueue.topic.name", "faults.rejected"));
        ObjectNode config = (ObjectNode) sink.path("config");
        config.put("transforms.rename.type", "org.apache.kafka.connect.transforms.RegexRouter");
        config.put("transforms.rename.regex", ".*");
        config.put("transforms.rename.replacement", "another.name");
        config.put("batch.max.records", "20");
        config.put("retry.backoff.ms", "50");
        config.put(
                "consumer.override.partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        config.put("consumer.override.auto.offset.reset", "earliest");
        return sink;
    }

    private static Stream<InputTopic.Text> versions(int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(version -> IntStream.range(0, PEOPLE)
                        .mapToObj(person -> new InputTopic.Text(
                                "faults" + person + "@example.com", "{\"name\":\"Version " + version + "\"}")));
    }

    /** First names of this test's people, by address. */
    private static Map<String, String> people(Contacts contacts) {
        Map<String, String> people = new TreeMap<>();
        contacts.by("email").forEach((email, properties) -> {
            if (email.startsWith("faults")) {
                people.put(email, properties.path("firstname").asText());
            }
        });
        return people;
    }

    private static int committed(ConnectRest connect) {
        JsonNode offsets = connect.send("GET", "/connectors/faults-sink/offsets", null)
                .orThrow()
                .path("offsets");
        return StreamSupport.stream(offsets.spliterator(), false)
                .filter(entry ->
                        entry.path("partition").path("kafka_topic").asText().equals(TOPIC))
                .mapToInt(entry -> entry.path("offset").path("kafka_offset").asInt())
                .sum();
    }
}
