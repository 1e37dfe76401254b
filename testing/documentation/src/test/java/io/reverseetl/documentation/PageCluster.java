// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.testing.cluster.ClusterSettings;
import io.reverseetl.testing.cluster.JsonHttp;
import io.reverseetl.testing.cluster.JsonHttp.Answer;
import io.reverseetl.testing.cluster.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A worker with the plugins, and about it what the pages take for granted: tables, properties of the CRM, connectors. */
record PageCluster(LocalCluster cluster) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Examples of CRMs that are not here; tests of their own run them at one that answers like it. */
    private static final Set<String> CRMS_ELSEWHERE =
            Set.of("odoo-partners", "pipedrive-persons", "zendesk-users", "zoho-contacts");

    private static final String TABLES = """
            DROP TABLE IF EXISTS customers, people;
            DROP FUNCTION IF EXISTS customers_changed, people_stamp;
            DO $$ BEGIN
              IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'reverse_etl') THEN
                DROP OWNED BY reverse_etl;
                DROP ROLE reverse_etl;
              END IF;
            END $$;
            CREATE TABLE customers (
              customer_id bigint PRIMARY KEY, id bigint, first_name text, last_name text, email text, phone text,
              company text, city text, country varchar(2), postcode text, last_purchase_date date,
              total_spent numeric(12, 2), newsletter boolean, segments text[],
              last_updated timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO customers (customer_id, first_name, last_name, email, country, total_spent)
              SELECT n, 'Ann', 'Lee', 'ann.' || n || '@example.com', 'IE', n FROM generate_series(1, 20) n;
            CREATE TABLE people (id bigint PRIMARY KEY, name text, email text);
            INSERT INTO people VALUES (1, 'Ada', 'ada@example.org'), (2, 'Eve', 'eve@example.org');
            """;

    private static final String ROLE = "CREATE ROLE reverse_etl LOGIN PASSWORD 'not-a-secret'";

    static PageCluster start() {
        try {
            Path run = Files.createTempDirectory(Files.createDirectories(directory("work.directory")), "run-");
            PageCluster started = new PageCluster(LocalCluster.start(new ClusterSettings(
                    run,
                    directory("kafka.distribution"),
                    directory("plugins.directory"),
                    1,
                    Map.of("offset.flush.interval.ms", "1000"),
                    List.of())));
            started.createProperties();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }

    private void createProperties() {
        JsonHttp crm = new JsonHttp(cluster.crm().url(), cluster.crm().token());
        property(crm, "companies", "company_no", "string", "text", true);
        property(crm, "contacts", "customer_id", "string", "text", true);
        property(crm, "contacts", "last_purchase_date", "date", "date", false);
        property(crm, "contacts", "total_spent", "number", "number", false);
        property(crm, "contacts", "newsletter_opt_in", "bool", "booleancheckbox", false);
        property(crm, "contacts", "segments", "string", "text", false);
        property(crm, "contacts", "warehouse_updated_at", "datetime", "date", false);
    }

    private static void property(
            JsonHttp crm, String objects, String name, String type, String fieldType, boolean unique) {
        crm.send("POST", "/crm/v3/properties/" + objects, """
                {"groupName":"information","name":"%s","label":"%s","type":"%s","fieldType":"%s","hasUniqueValue":%s}
                """.formatted(name, name, type, fieldType, unique))
                .orThrow();
    }

    /** What a page begins with: nothing that the page before has left, and the connectors that it speaks of. */
    void prepare(Page page) throws SQLException, ExecutionException, InterruptedException {
        connectors().forEach(this::delete);
        deleteTopics();
        List<String> texts = page.snippets().stream().map(Snippet::text).toList();
        try (Connection database = cluster.postgres().connect();
                Statement statement = database.createStatement()) {
            statement.execute(TABLES);
            if (texts.stream().noneMatch(text -> text.contains("CREATE ROLE reverse_etl"))) {
                statement.execute(ROLE);
            }
        }
        if (texts.stream()
                .noneMatch(text -> text.contains("--data @source.json") || text.contains("--data @sink.json"))) {
            create("source.json");
            create("sink.json");
            awaitRunning(page);
        }
    }

    private void create(String file) {
        Path example = Page.ROOT.resolve("config-examples/customers-to-hubspot").resolve(file);
        await("POST of " + example)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.connect().create(Files.readString(example)))
                        .extracting(Answer::status)
                        .isEqualTo(201));
    }

    /** Asks again while the worker rebalances. */
    private void delete(String connector) {
        await("DELETE of " + connector)
                .atMost(PATIENCE)
                .until(() -> Set.of(204, 404)
                        .contains(cluster.connect().delete(connector).status()));
    }

    private void deleteTopics() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", cluster.broker().bootstrapServers()))) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(topic -> !topic.startsWith("connect-"))
                    .toList();
            admin.deleteTopics(topics).all().get();
        }
    }

    /** Waits until all connectors run; those whose CRM is not here cannot. */
    void awaitRunning(Page page) {
        if (hasCrmOf(page)) {
            connectors()
                    .forEach(name -> await(name + " of " + page)
                            .atMost(PATIENCE)
                            .until(() -> {
                                String failure = cluster.connect().failure(name);
                                if (failure != null) {
                                    throw new AssertionError(name + " of " + page + " failed: " + failure);
                                }
                                return cluster.connect().isRunning(name);
                            }));
        }
    }

    private List<String> connectors() {
        List<String> names = new ArrayList<>();
        for (JsonNode name : cluster.connect().send("GET", "/connectors", null).orThrow()) {
            names.add(name.asText());
        }
        return names;
    }

    static boolean hasCrmOf(Page page) {
        return CRMS_ELSEWHERE.stream()
                .noneMatch(example -> page.file().startsWith(Path.of("config-examples", example)));
    }

    /** The example's sink in a folder of its own, told not to ask its CRM. */
    static Path withoutQuestions(Path example, Path scratch) throws IOException {
        ObjectNode sink =
                (ObjectNode) JSON.readTree(example.resolve("sink.json").toFile());
        ((ObjectNode) sink.path("config")).put("validate.live", "false");
        Path folder = Files.createDirectory(scratch.resolve("example"));
        Files.writeString(folder.resolve("sink.json"), sink.toString());
        return folder;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
