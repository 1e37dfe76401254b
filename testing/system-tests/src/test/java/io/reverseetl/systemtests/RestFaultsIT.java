// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.LocalCluster;
import io.reverseetl.testing.crm.CrmSimulator;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CRMs that are described by config alone, while every twentieth of their calls goes wrong. */
@ExtendWith(Environment.class)
class RestFaultsIT {

    /** CRMs of different shapes, and how much is sent to each. */
    private enum Shape {
        /** A hundred records a call, each with its result: every twentieth is wrong. */
        ZOHO("zoho-contacts", "Contacts", "Customer_Id", "Version", "/upsert", 100, 5_000, 4, 50) {
            @Override
            String mapping() {
                return "Last_Name = name; Email = email; Version = version";
            }
        },
        /** Fifty records a call, and one that is wrong takes all of them back: a few are. */
        ODOO("odoo-partners", "res.partner", "ref", "version", "/jsonrpc", 50, 10_000, 2, 3) {
            @Override
            String mapping() {
                return "name; version";
            }
        };

        private final String example;
        private final String object;
        private final String id;
        private final String version;
        private final String path;
        private final int batchSize;
        private final int wrongOfAThousand;
        private final int people;
        private final int versions;

        Shape(
                String example,
                String object,
                String id,
                String version,
                String path,
                int batchSize,
                int people,
                int versions,
                int wrongOfAThousand) {
            this.example = example;
            this.object = object;
            this.id = id;
            this.version = version;
            this.path = path;
            this.batchSize = batchSize;
            this.wrongOfAThousand = wrongOfAThousand;
            this.people = people;
            this.versions = versions;
        }

        abstract String mapping();

        String topic() {
            return "rest." + example;
        }

        People people() {
            return new People(people, versions, this::wrong);
        }

        private String wrong(int drawn) {
            if (drawn >= wrongOfAThousand) {
                return "";
            }
            if (this == ODOO) {
                return "odoo.exceptions.ValidationError";
            }
            return drawn % 2 == 0 ? "INVALID_DATA" : "MANDATORY_NOT_FOUND";
        }

        /** The calls of a sink that wastes none, if none is lost. */
        int neededCalls() {
            return IntStream.range(0, versions)
                    .map(version -> new CallOracle(batchSize)
                            .calls(
                                    people,
                                    person -> this == ODOO
                                            && !people().wrong(person, version).isEmpty()))
                    .sum();
        }
    }

    private final CrmSimulator crm = CrmSimulator.start(
            SimulatorSettings.defaults().withToken("t").withFaultRate(0.05).withSeed(7));
    private final JsonHttp http = new JsonHttp(crm.baseUrl(), "t");

    @AfterEach
    void close() {
        crm.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_crm_ends_with_the_latest_valid_rows_for_hardly_more_calls_than_it_takes(Shape shape, LocalCluster cluster)
            throws Exception {
        // Given
        InputTopic topic = InputTopic.create(cluster, shape.topic(), 4);
        SimulatedObjects objects = new SimulatedObjects(http, shape.object, shape.id, shape.version);
        try (Connectors connectors = new Connectors(cluster.connect())) {
            connectors.create(sink(shape));
            // Beside what goes wrong at random: a slow answer, a page of a proxy, and what is rarer.
            http.send("POST", "/_/faults", """
                    [{"kind":"delay","millis":300}, {"kind":"garbage"}, {"kind":"status","status":423},
                     {"kind":"status","status":429,"retryAfter":1}, {"kind":"status","status":502},
                     {"kind":"delay","millis":300}]
                    """).orThrow();

            // When
            shape.people()
                    .play(cluster, shape.example, topic, (person, version) -> row(shape, person, version), objects);

            // Then: what is put aside is what is wrong, with the CRM's reason.
            shape.people()
                    .assertDeadLetters(new Topic(cluster.broker().bootstrapServers(), shape.topic() + ".rejected"));
            assertThat(cluster.connect().failure(shape.example)).isNull();
        }

        // Then: nobody has gone back in time, and no call was wasted.
        assertThat(objects.backwards()).isEmpty();
        int needed = shape.neededCalls();
        CallOracle.Calls calls = CallOracle.Calls.to(http, shape.path);
        assertThat(calls.lost()).isGreaterThan(needed / 40);
        assertThat((double) calls.all())
                .as("calls, of which %s were lost, where %s are needed", calls.lost(), needed)
                .isBetween(0.9 * (needed + calls.lost()), 1.1 * (needed + calls.lost()));
    }

    private static String row(Shape shape, int person, int version) {
        String wrong = shape.people().wrong(person, version);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("version", version);
        row.put("name", wrong.isEmpty() || wrong.equals("INVALID_DATA") ? "Person " + person : null);
        row.put("email", wrong.equals("INVALID_DATA") ? "nowhere" : "p" + person + "@example.com");
        return row.toString();
    }

    private ObjectNode sink(Shape shape) {
        ObjectNode sink = Connectors.example(
                shape.example + "/sink.json",
                shape.example,
                Map.of(
                        "topics", shape.topic(),
                        "crm.url", crm.baseUrl(),
                        "auth.token", "t",
                        "id.from", "key",
                        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                        "key.converter.schemas.enable", "",
                        "value.converter.schemas.enable", "false",
                        // What the example would find out itself, the CRM is to refuse here.
                        "transforms", "contact",
                        "transforms.contact.mapping", shape.mapping(),
                        "errors.deadletterqueue.topic.name", shape.topic() + ".rejected"));
        ObjectNode config = (ObjectNode) sink.path("config");
        Connectors.hurry(config);
        config.put("batch.linger.ms", "300");
        return sink;
    }
}
