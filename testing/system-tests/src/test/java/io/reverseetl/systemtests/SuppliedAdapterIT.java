// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectWorker;
import io.reverseetl.testing.cluster.Jvm;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that is not ours, in a jar of its own beside our archive, as docs/adapters.md says. */
@ExtendWith(Environment.class)
class SuppliedAdapterIT {

    private static final String TOPIC = "rolodex.people";

    @TempDir
    private Path folder;

    @Test
    void an_adapter_in_a_jar_of_its_own_writes_to_its_crm(LocalCluster cluster) throws Exception {
        // Given
        Path plugins = Environment.unpackArchives(folder.resolve("plugins"));
        Files.copy(adapter(), sinkLibraries(plugins).resolve("rolodex.jar"));
        InputTopic.create(cluster, TOPIC, 1)
                .produce(Stream.of(
                        new InputTopic.Text("1", "{\"name\":\"Ada\",\"born\":1815}"),
                        new InputTopic.Text("2", "{\"born\":1906}"),
                        new InputTopic.Text("3", "{\"name\":\"Grace\",\"born\":1906}")));
        try (Rolodex rolodex = new Rolodex();
                ConnectWorker worker = startWorker(cluster, plugins)) {

            // Then: its keys are checked as our own are, by rule and by asking.
            assertThat(worker.rest().validate(config(rolodex, "rolodex.workspace", "No such name")))
                    .containsOnlyKeys("rolodex.workspace");
            assertThat(worker.rest().validate(config(rolodex, "rolodex.workspace", "theirs")))
                    .hasEntrySatisfying(
                            "rolodex.workspace",
                            messages -> assertThat(messages)
                                    .singleElement()
                                    .asString()
                                    .contains("HTTP 404"));
            assertThat(worker.rest().validate(config(rolodex, "rolodex.worksapce", "x")))
                    .hasEntrySatisfying(
                            "rolodex.worksapce",
                            messages -> assertThat(messages)
                                    .singleElement()
                                    .asString()
                                    .contains("Did you mean 'rolodex.workspace'?"));
            assertThat(worker.rest().validate(config(rolodex, "crm.type", "rolodeck")))
                    .hasEntrySatisfying(
                            "crm.type",
                            messages -> assertThat(messages)
                                    .singleElement()
                                    .asString()
                                    .contains("hubspot, rest, rolodex, salesforce"));

            // When
            new Connectors(worker.rest()).create(connector(config(rolodex, "tasks.max", "1")));

            // Then
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(rolodex.cards())
                            .containsOnlyKeys("1", "3")
                            .hasEntrySatisfying(
                                    "1",
                                    texts -> assertThat(texts).hasToString("{\"born\":\"1815\",\"name\":\"Ada\"}")));
            Topic rejected = new Topic(cluster.broker().bootstrapServers(), "rolodex.rejected");
            await().atMost(Connectors.PATIENCE)
                    .untilAsserted(() -> assertThat(rejected.messages())
                            .singleElement()
                            .satisfies(message -> assertThat(message.headers())
                                    .hasEntrySatisfying(
                                            "__connect.errors.exception.message",
                                            reason ->
                                                    assertThat(reason).contains("category=VALIDATION code=no_name"))));
        }
    }

    private static ObjectNode connector(ObjectNode config) {
        ObjectNode connector = config.objectNode().put("name", "rolodex");
        connector.set("config", config);
        return connector;
    }

    /** A config that works, but for one key. */
    private static ObjectNode config(Rolodex rolodex, String key, String value) {
        ObjectNode config = (ObjectNode) Topic.json("{}");
        config.put("name", "rolodex")
                .put("connector.class", "io.reverseetl.connect.crm.CrmSinkConnector")
                .put("topics", TOPIC)
                .put("crm.type", "rolodex")
                .put("crm.url", rolodex.url())
                .put("crm.object", "people")
                .put("id.property", "ref")
                .put("rolodex.workspace", Rolodex.WORKSPACE)
                .put("auth.token", Rolodex.TOKEN)
                .put("key.converter", "org.apache.kafka.connect.storage.StringConverter")
                .put("value.converter", "org.apache.kafka.connect.json.JsonConverter")
                .put("value.converter.schemas.enable", "false")
                .put("errors.tolerance", "all")
                .put("errors.deadletterqueue.topic.name", "rolodex.rejected")
                .put("errors.deadletterqueue.topic.replication.factor", "1")
                .put("errors.deadletterqueue.context.headers.enable", "true")
                .put("consumer.override.auto.offset.reset", "earliest");
        return config.put(key, value);
    }

    /** Of another Connect cluster: all workers of one have the same plugins. */
    private static ConnectWorker startWorker(LocalCluster cluster, Path plugins) {
        return cluster.startWorker(
                "supplied-adapter",
                Jvm.small(256),
                Map.of(
                        "plugin.path", plugins.toString(),
                        "group.id", "supplied-adapter",
                        "config.storage.topic", "supplied-adapter-configs",
                        "offset.storage.topic", "supplied-adapter-offsets",
                        "status.storage.topic", "supplied-adapter-status"));
    }

    private static Path adapter() throws IOException {
        try (Stream<Path> files = Files.list(Environment.directory("adapters.directory"))) {
            List<Path> jars = files.toList();
            assertThat(jars).hasSize(1);
            return jars.get(0);
        }
    }

    private static Path sinkLibraries(Path plugins) throws IOException {
        try (Stream<Path> folders = Files.list(plugins)) {
            return folders.filter(plugin -> plugin.getFileName().toString().contains("crm-sink"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("lib");
        }
    }
}
