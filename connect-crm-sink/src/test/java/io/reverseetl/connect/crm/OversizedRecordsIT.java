// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;
import static io.reverseetl.connect.crm.TaskBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.testing.crm.SimulatorSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are longer than a request should be, or than the CRM takes: nobody else's record suffers for them. */
class OversizedRecordsIT {

    private static final int MOST_BODY = 50_000;
    private static final int MOST_TARGET = 8_000;
    private static final int RECORDS = 12;
    private static final String HINT = "shorten its texts by a transform";

    private final Simulator crm = new Simulator(SimulatorSettings.defaults());
    private final TaskBench bench = new TaskBench();
    private final Relay relay = new Relay(crm.url());

    @AfterEach
    void close() {
        bench.close();
        crm.close();
    }

    @ParameterizedTest
    @CsvSource({"HUBSPOT, contacts, email", "ZOHO, Contacts, Customer_Id"})
    void what_is_too_long_by_itself_is_rejected_and_the_rest_of_its_batch_arrives(
            SimulatedCrm kind, String type, String id) {
        try (AnsweringServer narrow = new AnsweringServer(this::answer)) {
            // Given
            Map<String, String> config = kind.config(narrow.url());
            config.put("batch.max.bytes", "10000000");
            config.put("batch.linger.ms", "200");
            bench.start(config);

            // When
            bench.put(records(kind.field(), List.of(3, 7), "x".repeat(60_000))).awaitCommittable(P0, RECORDS);

            // Then
            assertThat(rejected()).containsExactlyInAnyOrder(3L, 7L);
            assertThat(bench.context.reported.values())
                    .allSatisfy(reason ->
                            assertThat(reason).contains("status=413", HINT).doesNotContain("xxx"));
            assertThat(crm.objects(type, id)).hasSize(RECORDS - 2);
        }
    }

    @Test
    void a_record_longer_than_a_batch_is_sent_alone_and_arrives_whole() {
        // Given
        String text = "\uD83D\uDE00".repeat(500_000);
        bench.start(SimulatedCrm.ZOHO.config(crm.url()));

        // When
        bench.put(records("Last_Name", List.of(5), text)).awaitCommittable(P0, RECORDS);

        // Then
        assertThat(bench.context.reported).isEmpty();
        Map<String, Map<String, String>> contacts = crm.objects("Contacts", "Customer_Id");
        assertThat(contacts).hasSize(RECORDS);
        assertThat(contacts.get("user5@example.org").get("Last_Name")).isEqualTo(text);
    }

    @Test
    void an_id_too_long_for_a_url_rejects_its_record_and_no_other() {
        try (AnsweringServer narrow = new AnsweringServer(this::answer)) {
            // Given
            bench.start(SimulatedCrm.PIPEDRIVE.config(narrow.url()));
            String id = "9".repeat(MOST_TARGET);

            // When
            bench.put(record(0, 0, "1", Map.of("name", "A")))
                    .put(record(0, 1, id, Map.of("name", "B")))
                    .put(record(0, 2, "2", Map.of("name", "C")))
                    .awaitCommittable(P0, 3);

            // Then
            assertThat(rejected()).containsExactly(1L);
            assertThat(bench.context.reported.values())
                    .allSatisfy(reason ->
                            assertThat(reason).contains("status=414", HINT).doesNotContain("999"));
            assertThat(crm.objects("persons")).hasSize(2);
        }
    }

    private static List<SinkRecord> records(String field, List<Integer> tooLong, String text) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(record(0, i, "user" + i + "@example.org", Map.of(field, tooLong.contains(i) ? text : "User")));
        }
        return records;
    }

    private List<Long> rejected() {
        return bench.context.reported.keySet().stream()
                .map(SinkRecord::kafkaOffset)
                .toList();
    }

    /** What a server says that stands before the CRM and has limits, as many do. */
    private byte[] answer(AnsweringServer.Request request) {
        if (request.target().length() > MOST_TARGET) {
            return page(414);
        }
        if (request.body().length() > MOST_BODY) {
            return page(413);
        }
        SpoiltAnswer.Right right = relay.ask(request);
        return SpoiltAnswer.onTheWire(
                right.status(),
                Map.of("Content-Type", "application/json"),
                right.body().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] page(int status) {
        return SpoiltAnswer.onTheWire(
                status, Map.of("Content-Type", "text/html"), "<html>Too large</html>".getBytes(StandardCharsets.UTF_8));
    }
}
