// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.P1;
import static io.reverseetl.connect.crm.TaskBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.cluster.BrokerSecurity;
import io.reverseetl.testing.crm.SimulatorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A backlog that goes to a simulated Salesforce as jobs, which a real broker remembers. */
@ExtendWith(SecuredBroker.Resolver.class)
class SalesforceBulkIT {

    private static final int BACKLOG = 2_000;
    private static final Duration PROMPTLY = Duration.ofSeconds(2);
    private static final String UPLOAD = "PUT /services/data/{version}/jobs/ingest/{job}/batches";
    private static final String START = "PATCH /services/data/{version}/jobs/ingest/{job}";
    private static final String COLLECTION = "PATCH /services/data/{version}/composite/sobjects/{object}/{field}";

    private Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final Map<String, String> config = new HashMap<>();
    private TaskBench bench = new TaskBench();

    @BeforeEach
    void configure(SecuredBroker broker) {
        broker.createIfMissing(TaskBench.TOPIC, 2);
        config.putAll(broker.settings(BrokerSecurity.ADMIN));
        config.put("state.topic", SecuredBroker.newName());
    }

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @Test
    void a_backlog_goes_as_a_job_and_few_records_as_a_batch() {
        // Given
        start();

        // When
        bench.put(people(0, BACKLOG, 0)).awaitCommittable(P0, BACKLOG);
        bench.put(people(BACKLOG, 10, 1)).awaitCommittable(P0, BACKLOG + 10);

        // Then
        assertThat(contacts()).hasSize(BACKLOG);
        assertThat(contacts().get("C5")).containsEntry("MailingPostalCode", "1");
        assertThat(contacts().get("C1999")).containsEntry("MailingPostalCode", "0");
        assertThat(calls(UPLOAD)).isEqualTo(1);
        assertThat(calls(COLLECTION)).isEqualTo(1);
    }

    @Test
    void records_that_a_job_refuses_are_reported_with_salesforces_reason() {
        // Given
        start();
        SinkRecord noEmail = record(0, BACKLOG, "X1", Map.of("LastName", "Mallory", "Email", "not an address"));
        SinkRecord unparseable =
                record(0, BACKLOG + 1, "X2", Map.of("LastName", "Mallory", "HasOptedOutOfEmail", "perhaps"));

        // When
        List<SinkRecord> records = new ArrayList<>(people(0, BACKLOG, 0));
        records.addAll(List.of(noEmail, unparseable));
        bench.put(records).awaitCommittable(P0, BACKLOG + 2);

        // Then
        assertThat(contacts()).hasSize(BACKLOG);
        assertThat(bench.context.reported).containsOnlyKeys(noEmail, unparseable);
        assertThat(bench.context.reported.get(noEmail)).contains("code=INVALID_EMAIL_ADDRESS fields=Email");
        assertThat(bench.context.reported.get(unparseable))
                .contains("code=INVALID_TYPE_ON_FIELD_IN_RECORD")
                .doesNotContain("perhaps");
    }

    @Test
    void a_text_that_no_job_can_say_arrives_all_the_same() {
        // Given
        start();
        List<SinkRecord> records = new ArrayList<>(people(0, BACKLOG, 0));
        records.add(record(0, BACKLOG, "X1", Map.of("LastName", "#N/A")));

        // When
        bench.put(records).awaitCommittable(P0, BACKLOG + 1);

        // Then
        assertThat(contacts().get("X1")).containsEntry("LastName", "#N/A");
    }

    @Test
    void a_job_that_runs_when_the_task_stops_is_waited_for_and_loaded_once() {
        // Given
        start();
        bench.put(people(0, BACKLOG, 0));
        awaitWhileTicking(() -> calls(START) > 0);
        long stopping = System.nanoTime();
        bench.close();
        assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(PROMPTLY);

        // When: nothing was committed.
        start();
        bench.put(people(0, BACKLOG, 0)).awaitCommittable(P0, BACKLOG);

        // Then
        assertThat(contacts()).hasSize(BACKLOG);
        assertThat(calls(UPLOAD)).isEqualTo(1);
        assertThat(crm.stats().path("versions").asInt()).isEqualTo(BACKLOG);
    }

    @Test
    void a_job_that_runs_during_a_rebalance_is_the_next_owners_to_wait_for() {
        // Given
        start();
        bench.put(people(0, BACKLOG, 0));
        awaitWhileTicking(() -> calls(START) > 0);
        bench.revoke(List.of(P0));

        // When
        try (TaskBench other = new TaskBench()) {
            other.start(config).awaitResumed();
            other.put(people(0, BACKLOG, 0))
                    .put(record(0, BACKLOG, "C1", Map.of("LastName", "Person", "MailingPostalCode", "9")))
                    .awaitCommittable(P0, BACKLOG + 1);
        }

        // Then
        assertThat(contacts().get("C1")).containsEntry("MailingPostalCode", "9");
        assertThat(calls(UPLOAD)).isEqualTo(1);
        assertThat(crm.stats().path("versions").asInt()).isEqualTo(BACKLOG + 1);
    }

    @Test
    void faults_of_every_kind_lose_nothing_and_take_nobody_back_in_time() {
        // Given: a tenth of the calls and of the jobs fail, and a tenth of the records are locked.
        crm.close();
        crm = new Simulator(SimulatorSettings.defaults().withFaultRate(0.1).withSeed(7));
        config.put("salesforce.bulk.threshold", "300");
        start();
        bench.open(List.of(P1)).awaitResumed();

        // When
        int versions = 3;
        for (int version = 0; version < versions; version++) {
            bench.put(people(version * BACKLOG, BACKLOG, version));
        }
        bench.awaitCommittable(P0, (long) versions * BACKLOG);

        // Then
        assertThat(contacts()).hasSize(BACKLOG);
        assertThat(contacts().values())
                .allSatisfy(contact -> assertThat(contact).containsEntry("MailingPostalCode", "2"));
        assertThat(bench.context.reported).isEmpty();
    }

    private void start() {
        config.putAll(TaskBench.config(crm.url()));
        config.putAll(Map.of(
                "crm.type", "salesforce",
                "crm.object", "Contact",
                "id.property", "Customer_Id__c",
                "validate.live", "false"));
        config.putIfAbsent("salesforce.bulk.threshold", "1000");
        bench = new TaskBench().start(config).awaitResumed();
    }

    private void awaitWhileTicking(BooleanSupplier condition) {
        await().atMost(TaskBench.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> {
                    bench.put();
                    return condition.getAsBoolean();
                });
    }

    private static List<SinkRecord> people(int offset, int count, int version) {
        return IntStream.range(0, count)
                .mapToObj(i -> record(
                        0,
                        offset + i,
                        "C" + i,
                        Map.of("LastName", "O'Brien, \"Ada\"", "MailingPostalCode", String.valueOf(version))))
                .toList();
    }

    private Map<String, Map<String, String>> contacts() {
        return crm.objects("Contact", "Customer_Id__c");
    }

    private int calls(String endpoint) {
        int calls = 0;
        for (JsonNode count : crm.stats().path("callsByEndpointAndStatus").path(endpoint)) {
            calls += count.asInt();
        }
        return calls;
    }
}
