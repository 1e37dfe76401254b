// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.config;
import static io.reverseetl.connect.crm.TaskBench.record;
import static io.reverseetl.connect.crm.TaskBench.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What records with and without a value do, between a test that plays Connect and a simulated HubSpot. */
class ModesIT {

    private final TaskBench bench = new TaskBench();
    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = config(crm.url());

    @BeforeEach
    void leaveTheDayAlone() {
        config.put("quota.daily.reserve.percent", "0");
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "gdpr"})
    void a_tombstone_takes_its_contact_away_and_no_other(String mode) {
        // Given
        config.put("delete.mode", mode);
        bench.start(config).put(records(5)).awaitCommittable(P0, 5);

        // When
        bench.put(tombstone(5, "user1@example.org"), tombstone(6, "USER3@example.org"), tombstone(7, "who@example.org"))
                .awaitCommittable(P0, 8);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("user0@example.org", "user2@example.org", "user4@example.org");
        assertThat(bench.context.reported).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "gdpr"})
    void versions_and_tombstones_of_one_contact_keep_their_order(String mode) {
        // Given
        config.put("delete.mode", mode);
        config.put("batch.linger.ms", "100");
        bench.start(config);

        // When: all of them wait together.
        bench.put(
                        record(0, 0, "ada@example.org", Map.of("firstname", "Ada", "lastname", "L")),
                        tombstone(1, "ada@example.org"),
                        record(0, 2, "ada@example.org", Map.of("firstname", "Ada again")),
                        record(0, 3, "bob@example.org", Map.of("firstname", "Bob")),
                        tombstone(4, "bob@example.org"))
                .awaitCommittable(P0, 5);

        // Then: what was said before the tombstone has gone with it.
        assertThat(crm.contacts()).containsOnlyKeys("ada@example.org");
        assertThat(crm.contacts().get("ada@example.org"))
                .containsEntry("firstname", "Ada again")
                .doesNotContainKey("lastname");
    }

    @Test
    void a_tombstone_can_empty_properties_and_creates_no_contact_for_that() {
        // Given
        config.put("delete.mode", "clear");
        config.put("delete.clear.properties", "firstname,phone");
        bench.start(config)
                .put(record(0, 0, "ada@example.org", Map.of("firstname", "Ada", "lastname", "L")))
                .awaitCommittable(P0, 1);

        // When
        bench.put(tombstone(1, "ada@example.org"), tombstone(2, "who@example.org"))
                .awaitCommittable(P0, 3);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("ada@example.org");
        assertThat(crm.contacts().get("ada@example.org"))
                .containsEntry("lastname", "L")
                .doesNotContainEntry("firstname", "Ada");
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void with_updates_only_a_record_of_an_unknown_object_is_rejected() {
        // Given
        bench.start(config).put(records(1)).awaitCommittable(P0, 1);
        bench.task.stop();
        config.put("write.mode", "update");
        bench.start(config);

        // When
        bench.put(
                        record(0, 1, "user0@example.org", Map.of("firstname", "Changed")),
                        record(0, 2, "who@example.org", Map.of("firstname", "Who")))
                .awaitCommittable(P0, 3);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("user0@example.org");
        assertThat(crm.contacts().get("user0@example.org")).containsEntry("firstname", "Changed");
        assertThat(bench.context.reported.values())
                .singleElement()
                .asString()
                .contains("code=OBJECT_NOT_FOUND")
                .doesNotContain("who@");
    }

    @Test
    void a_dry_run_writes_nothing_and_has_an_outcome_for_every_record() {
        // Given
        config.put("dry.run", "true");
        bench.start(config);

        // When
        bench.put(records(250)).put(tombstone(250, "ada@example.org")).awaitCommittable(P0, 251);

        // Then
        assertThat(crm.contacts()).isEmpty();
        assertThat(crm.upserts()).isZero();
        assertThat(bench.context.reported.values()).singleElement().asString().startsWith("category=TOMBSTONE");
    }

    @Test
    void a_field_may_have_a_null_policy_of_its_own() {
        // Given
        crm.createProperty("contacts", "customer_id");
        config.put("id.property", "customer_id");
        config.put("null.policy.fields", "lastname:ignore");
        bench.start(config)
                .put(record(0, 0, "42", Map.of("firstname", "Ada", "lastname", "L")))
                .awaitCommittable(P0, 1);
        Map<String, Object> nulls = new HashMap<>();
        nulls.put("firstname", null);
        nulls.put("lastname", null);

        // When
        bench.put(record(0, 1, "42", nulls)).awaitCommittable(P0, 2);

        // Then
        assertThat(crm.objects("contacts")).singleElement().satisfies(contact -> {
            assertThat(contact.path("properties").path("firstname").asText("")).isEmpty();
            assertThat(contact.path("properties").path("lastname").asText("")).isEqualTo("L");
        });
    }

    @Test
    void more_deletes_than_allowed_stop_the_task_before_the_first_that_is_too_many() {
        // Given
        config.put("delete.mode", "archive");
        config.put("max.deletes", "3");
        bench.start(config).put(records(10)).awaitCommittable(P0, 10);
        bench.put(
                        tombstone(10, "user0@example.org"),
                        tombstone(11, "user1@example.org"),
                        tombstone(12, "user2@example.org"))
                .awaitCommittable(P0, 13);

        // When
        bench.put(tombstone(13, "user3@example.org"));

        // Then
        assertThat(failure()).hasMessageContainingAll("max.deletes", "More than 3 objects");
        assertThat(crm.contacts()).hasSize(7);
    }

    @Test
    void too_many_rejections_stop_the_task() {
        // Given
        config.put("max.rejected.percent", "10");
        bench.start(config).put(records(100)).awaitCommittable(P0, 100);

        // When
        for (int i = 0; i < 20; i++) {
            bench.put(record(0, 100 + i, "not an address " + i, Map.of("firstname", "Mallory")));
        }

        // Then
        assertThat(failure()).hasMessageContainingAll("max.rejected.percent", "more than 10%");
    }

    @Test
    void one_connector_writes_several_types_of_objects_each_from_its_topic() {
        // Given
        config.remove("crm.object");
        config.put("objects", "contacts,deals");
        config.put("objects.contacts.topic", "people");
        config.put("objects.deals.topic", "sales");
        config.put("objects.deals.id.property", "deal_key");
        config.put("objects.deals.delete.mode", "ignore");
        crm.createProperty("deals", "deal_key");
        bench.start(config);

        // When
        bench.put(
                record(0, 0, "ada@example.org", Map.of("firstname", "Ada")),
                new SinkRecord(
                        "sales", 0, null, "d1", null, Map.of("dealname", "Big"), 0, 0L, TimestampType.CREATE_TIME),
                new SinkRecord("sales", 0, null, "d2", null, null, 1, 0L, TimestampType.CREATE_TIME),
                new SinkRecord("other", 0, null, "x", null, Map.of("a", "b"), 0, 0L, TimestampType.CREATE_TIME));
        bench.awaitCommittable(P0, 1);

        // Then
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            bench.put();
            return crm.objects("deals").size() == 1 && !bench.context.reported.isEmpty();
        });
        assertThat(crm.contacts()).containsOnlyKeys("ada@example.org");
        assertThat(bench.context.reported.values()).singleElement().asString().contains("code=TOPIC_WITHOUT_OBJECT");
    }

    private static SinkRecord tombstone(long offset, String id) {
        return record(0, offset, id, null);
    }

    private Throwable failure() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        await().atMost(TaskBench.PATIENCE).pollInSameThread().until(() -> {
            failure.set(catchThrowable(() -> bench.put(List.of())));
            return failure.get() != null;
        });
        return failure.get();
    }
}
