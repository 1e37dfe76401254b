// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.BatchOutcome.PerRecord;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ValueCheckTest {

    private static final HubSpotSettings SETTINGS = new HubSpotSettings(
            new AdapterSettings(URI.create("http://crm"), "contacts", "customer_id", NullPolicy.CLEAR, Map.of()),
            new HubSpotApi(URI.create("http://crm"), "v3"),
            List.of(),
            Duration.ZERO);

    private static final String NEVER = "never";

    private final List<CrmBatch> sent = new ArrayList<>();
    private final List<CompletableFuture<HttpAnswer>> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T21:00:00Z");
    private String properties = definitions("red");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final ValueCheck check = new ValueCheck(new PropertyDefinitions(this::ask, Duration.ofMillis(50), clock));

    @Test
    void a_value_that_is_no_option_is_rejected_with_the_propertys_name_and_the_others_are_sent() {
        // When
        Map<String, WriteResult> results = send(contact("k1", "red"), contact("k2", "secret colour"));

        // Then
        assertThat(results).containsEntry("k1", new Written("1", false));
        assertThat(results.get("k2"))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.reason().toString())
                                .startsWith("category=RECORD code=INVALID_OPTION fields=colour hint=")
                                .doesNotContain("secret"));
        assertThat(sent)
                .singleElement()
                .satisfies(batch -> assertThat(batch.writes())
                        .extracting(CrmWrite::externalId)
                        .containsExactly("k1"));
    }

    @Test
    void nothing_is_sent_if_nothing_fits() {
        // When
        Map<String, WriteResult> results = send(contact("k1", "blue"));

        // Then
        assertThat(results).containsOnlyKeys("k1");
        assertThat(sent).isEmpty();
    }

    @Test
    void values_are_sent_in_the_form_of_their_property() {
        // When
        send(write("k1", Map.of("vip", 1, "name", "Ada")));

        // Then
        assertThat(((HubSpotPayload) sent.get(0).writes().get(0).payload()).properties())
                .containsOnly(Map.entry("vip", "true"), Map.entry("name", "Ada"));
    }

    @Test
    void an_option_that_somebody_has_added_is_known_a_minute_later() {
        // Given
        send(contact("k1", "red"));
        properties = definitions("red", "blue");

        // When
        Map<String, WriteResult> atOnce = send(contact("k2", "blue"));
        now = now.plusSeconds(60);
        Map<String, WriteResult> later = send(contact("k3", "blue"));

        // Then
        assertThat(atOnce.get("k2")).isInstanceOf(WriteResult.Rejected.class);
        assertThat(later).containsEntry("k3", new Written("1", false));
        assertThat(asked).hasSize(2);
    }

    @Test
    void hubspot_is_asked_once_as_long_as_everything_fits() {
        // Given
        send(contact("k1", "red"));
        now = now.plus(Duration.ofDays(1));

        // When
        send(contact("k2", "red"));

        // Then
        assertThat(asked).hasSize(1);
    }

    @Test
    void every_value_is_left_to_hubspot_while_it_does_not_tell_its_properties() {
        // Given
        properties = "";

        // When
        Map<String, WriteResult> results = send(contact("k1", "blue"));
        properties = definitions("red");
        Map<String, WriteResult> soon = send(contact("k2", "blue"));
        now = now.plusSeconds(60);
        Map<String, WriteResult> later = send(contact("k3", "blue"));

        // Then
        assertThat(results.get("k1")).isInstanceOf(Written.class);
        assertThat(soon.get("k2")).isInstanceOf(Written.class);
        assertThat(later.get("k3")).isInstanceOf(WriteResult.Rejected.class);
    }

    @Test
    void an_answer_that_does_not_come_is_not_waited_for_for_long() {
        // Given
        properties = NEVER;

        // When
        Map<String, WriteResult> results = send(contact("k1", "blue"));

        // Then
        assertThat(results.get("k1")).isInstanceOf(Written.class);
    }

    @Test
    void a_request_that_fails_as_a_whole_is_told_as_such() {
        // Given
        BatchOutcome failed = new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable("HTTP_503", 503, ""));

        // When
        CrmAnswer answer = check.send(
                        batch(contact("k1", "red"), contact("k2", "blue")),
                        batch -> CompletableFuture.completedFuture(CrmAnswer.of(failed)))
                .toCompletableFuture()
                .join();

        // Then
        assertThat(answer.outcome()).isSameAs(failed);
    }

    private CompletionStage<HttpAnswer> ask() {
        if (properties.equals(NEVER)) {
            return new CompletableFuture<>();
        }
        CompletableFuture<HttpAnswer> answer = properties.isEmpty()
                ? CompletableFuture.failedFuture(new IOException("Broken"))
                : CompletableFuture.completedFuture(new HttpAnswer(200, Map.of(), properties));
        asked.add(answer);
        return answer;
    }

    private static String definitions(String... colours) {
        return """
                {"results":[{"name":"vip","type":"bool"},
                            {"name":"colour","type":"enumeration","options":[%s]}]}
                """.formatted(String.join(
                ",",
                List.of(colours).stream()
                        .map(colour -> "{\"value\":\"" + colour + "\"}")
                        .toList()));
    }

    private static CrmWrite contact(String id, String colour) {
        return write(id, Map.of("colour", colour));
    }

    private static CrmWrite write(String id, Map<String, Object> fields) {
        Payload payload = ((Preparation.Ready) HubSpotPayload.prepare(fields, SETTINGS)).payload();
        return new CrmWrite(id, "people-0-" + id, payload);
    }

    private static CrmBatch batch(CrmWrite... writes) {
        return new CrmBatch("contacts", List.of(writes));
    }

    private Map<String, WriteResult> send(CrmWrite... writes) {
        CrmAnswer answer =
                check.send(batch(writes), this::writeAll).toCompletableFuture().join();
        return ((PerRecord) answer.outcome()).byExternalId();
    }

    private CompletionStage<CrmAnswer> writeAll(CrmBatch batch) {
        sent.add(batch);
        Map<String, WriteResult> results = new HashMap<>();
        batch.writes().forEach(write -> results.put(write.externalId(), new Written("1", false)));
        return CompletableFuture.completedFuture(CrmAnswer.of(new PerRecord(results)));
    }
}
