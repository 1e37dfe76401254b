// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts by an email address that is in the value, with a state topic on a real broker and a simulated HubSpot. */
@ExtendWith(SecuredBroker.Resolver.class)
class IdentityIT {

    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = new HashMap<>(TaskBench.config(crm.url()));
    private final String stateTopic = SecuredBroker.newName();
    private TaskBench bench = new TaskBench();

    @BeforeEach
    void configure(SecuredBroker broker) {
        broker.createIfMissing(TaskBench.TOPIC, 2);
        config.putAll(broker.settings(BrokerSecurity.ADMIN));
        config.put("state.topic", stateTopic);
        config.put("id.from", "value.email");
        config.put("delete.mode", "archive");
        config.put("quota.daily.reserve.percent", "0");
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @ParameterizedTest
    @CsvSource({"rekey, true", "archive, false"})
    void a_contact_whose_address_changes_lives_on_or_is_put_away_after_a_restart_too(String change, boolean same) {
        // Given
        config.put("id.change", change);
        start().put(row(0, 1, "ada@example.org", "Ada")).awaitCommittable(P0, 1);
        String before = crm.idOf("ada@example.org");
        restart();

        // When
        bench.put(row(1, 1, "ada@example.com", "Ada L")).awaitCommittable(P0, 2);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("ada@example.com");
        assertThat(crm.contacts().get("ada@example.com")).containsEntry("firstname", "Ada L");
        assertThat(crm.idOf("ada@example.com").equals(before)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "gdpr"})
    void a_tombstone_takes_the_contact_of_its_key_away(String mode) {
        // Given
        config.put("delete.mode", mode);
        start().put(row(0, 1, "ada@example.org", "Ada"), row(1, 2, "bob@example.org", "Bob"))
                .awaitCommittable(P0, 2);
        restart();

        // When
        bench.put(tombstone(2, 1), tombstone(3, 1)).awaitCommittable(P0, 4);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("bob@example.org");
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void a_tombstone_empties_properties_of_the_contact_of_its_key() {
        // Given
        config.put("delete.mode", "clear");
        config.put("delete.clear.properties", "firstname");
        start().put(row(0, 1, "ada@example.org", "Ada")).awaitCommittable(P0, 1);

        // When
        bench.put(tombstone(1, 1)).awaitCommittable(P0, 2);

        // Then
        assertThat(crm.contacts().get("ada@example.org")).doesNotContainEntry("firstname", "Ada");
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void two_rows_with_one_address_and_a_tombstone_of_nobody_are_rejected() {
        // When
        start().put(row(0, 1, "ada@example.org", "Ada"), row(1, 2, "ADA@example.org", "Eve"), tombstone(2, 3))
                .awaitCommittable(P0, 3);

        // Then
        assertThat(crm.contacts().get("ada@example.org")).containsEntry("firstname", "Ada");
        assertThat(bench.context.reported.values())
                .anySatisfy(reason -> assertThat(String.valueOf(reason)).contains("code=ID_OF_TWO_KEYS"))
                .anySatisfy(reason -> assertThat(String.valueOf(reason)).contains("code=OBJECT_UNKNOWN"))
                .hasSize(2);
    }

    @Test
    void an_address_that_another_contact_has_is_rejected_and_the_others_of_its_batch_are_not() {
        // Given: a contact that the sink does not know
        Map<String, String> byKey = TaskBench.config(crm.url());
        try (TaskBench other = new TaskBench()) {
            other.start(byKey)
                    .put(TaskBench.record(0, 0, "taken@example.org", Map.of("firstname", "Tom")))
                    .awaitCommittable(P0, 1);
        }
        config.put("batch.linger.ms", "100");
        start().put(row(0, 1, "ada@example.org", "Ada"), row(1, 2, "bob@example.org", "Bob"))
                .awaitCommittable(P0, 2);

        // When
        bench.put(row(2, 1, "taken@example.org", "Ada"), row(3, 2, "bob@example.com", "Bob"))
                .awaitCommittable(P0, 4);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("taken@example.org", "ada@example.org", "bob@example.com");
        assertThat(bench.context.reported.values())
                .singleElement()
                .asString()
                .contains("code=ID_TAKEN fields=email status=409")
                .doesNotContain("@");
    }

    @Test
    void a_contact_that_somebody_has_deleted_is_created_anew() {
        // Given
        start().put(row(0, 1, "ada@example.org", "Ada")).awaitCommittable(P0, 1);
        crm.archive("contacts", crm.idOf("ada@example.org"));

        // When
        bench.put(row(1, 1, "ada@example.com", "Ada")).awaitCommittable(P0, 2);

        // Then
        assertThat(crm.contacts()).containsOnlyKeys("ada@example.com");
        assertThat(bench.context.reported).isEmpty();
    }

    @Test
    void what_is_stored_of_keys_and_addresses_is_fingerprints(SecuredBroker broker) {
        // When
        start().put(row(0, 1, "ada@example.org", "Ada")).awaitCommittable(P0, 1);

        // Then
        ConsumerRecord<String, String> stored = broker.records(stateTopic).get(0);
        assertThat(stored.value()).containsPattern("\"id\":\"[0-9a-f]{32}\",\"crm.id\":\"\\d+\"");
        assertThat(stored.key() + stored.value())
                .doesNotContainIgnoringCase("ada")
                .doesNotContain("example");
    }

    private TaskBench start() {
        return bench.start(config).awaitResumed();
    }

    private void restart() {
        bench.close();
        bench = new TaskBench();
        start();
    }

    private static SinkRecord row(long offset, int key, String email, String name) {
        return record(offset, key, Map.of("email", email, "firstname", name));
    }

    private static SinkRecord tombstone(long offset, int key) {
        return record(offset, key, null);
    }

    private static SinkRecord record(long offset, int key, Map<String, ?> value) {
        return new SinkRecord(
                TaskBench.TOPIC, 0, null, Map.of("id", key), null, value, offset, 0L, TimestampType.CREATE_TIME);
    }
}
