// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.JsonHttp.Answer;
import io.reverseetl.testing.cluster.LocalCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator asks through Connect's REST API for rows to be read once more. */
@ExtendWith(Environment.class)
class RequestedRowsIT {

    private static final String CONNECTOR = "requested";
    private static final int ROWS = 50;

    @Test
    void rows_that_are_asked_for_arrive_again_and_the_offset_says_when_all_have(LocalCluster cluster)
            throws SQLException {
        ConnectRest connect = cluster.connect();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement();
                Connectors connectors = new Connectors(connect)) {
            // Given: a table that has been read
            statement.execute("CREATE TABLE requested (id int PRIMARY KEY, changed timestamptz NOT NULL DEFAULT now());"
                    + "INSERT INTO requested SELECT generate_series(1, " + ROWS + ")");
            Topic topic = new Topic(cluster.broker().bootstrapServers(), "warehouse.requested");
            connectors.create(Connectors.example(
                    "customers-to-hubspot/source.json",
                    CONNECTOR,
                    Map.of("table.include.list", "public\\.requested", "timestamp.column.name", "changed")));
            awaitUntil(() -> topic.messages().size() == ROWS);
            connect.send("PUT", "/connectors/" + CONNECTOR + "/stop", null).orThrow();
            awaitUntil(() -> connect.status(CONNECTOR)
                    .body()
                    .at("/connector/state")
                    .asText()
                    .equals("STOPPED"));

            // When
            Answer refused = ask(connect, "{\"number\":\"7\"}", "{\"id\":\"29\"}");
            Answer accepted = ask(connect, "{\"id\":\"7\"}", "{\"id\":\"29\"}");
            connect.send("PUT", "/connectors/" + CONNECTOR + "/resume", null).orThrow();
            awaitUntil(() -> isDone(connect));

            // Then
            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.body().path("message").asText()).contains("requested#request", "[number]", "[id]");
            assertThat(accepted.status()).isEqualTo(200);
            Map<Integer, Long> times = topic.messages().stream()
                    .collect(Collectors.groupingBy(
                            message -> message.key().path("id").asInt(), Collectors.counting()));
            assertThat(times)
                    .isEqualTo(IntStream.rangeClosed(1, ROWS)
                            .boxed()
                            .collect(Collectors.toMap(Function.identity(), id -> id >= 7 && id <= 29 ? 2L : 1L)));
        }
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        await().atMost(Connectors.PATIENCE).until(condition);
    }

    private static Answer ask(ConnectRest connect, String from, String to) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode entry = body.putArray("offsets").addObject();
        entry.putObject("partition").put("table", "public.requested#request");
        entry.putObject("offset").put("id", "again").put("from", from).put("to", to);
        return connect.send("PATCH", "/connectors/" + CONNECTOR + "/offsets", body.toString());
    }

    private static boolean isDone(ConnectRest connect) {
        JsonNode offsets = connect.send("GET", "/connectors/" + CONNECTOR + "/offsets", null)
                .body();
        return StreamSupport.stream(offsets.path("offsets").spliterator(), false)
                .filter(entry -> entry.at("/partition/table").asText().equals("public.requested#request"))
                .map(entry -> entry.path("offset"))
                .anyMatch(offset -> offset.path("done").asBoolean()
                        && offset.path("id").asText().equals("again")
                        && offset.path("rows").asInt() == 23);
    }
}
