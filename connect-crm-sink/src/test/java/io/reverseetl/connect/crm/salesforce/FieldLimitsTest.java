// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldLimitsTest {

    private static final String DESCRIPTION = """
            [{"name":"LastName","type":"string","length":4},
             {"name":"Total__c","type":"currency","precision":5,"scale":2,"length":0},
             {"name":"LeadSource","type":"picklist","length":1},
             {"name":"Id","type":"id","length":1}]
            """;

    private Instant now = Instant.parse("2026-11-23T21:00:00Z");
    private final List<CompletableFuture<Optional<JsonNode>>> questions = new ArrayList<>();
    private final FieldLimits limits = new FieldLimits(this::ask, () -> now);

    @Test
    void nothing_is_held_against_a_record_before_the_limits_are_known() {
        // When
        limits.ask();

        // Then
        assertThat(broken("LastName", TextNode.valueOf("12345"))).isEmpty();
        assertThat(questions).hasSize(1);
    }

    @Test
    void a_text_that_is_too_long_is_rejected_with_the_fields_name_and_limit_and_without_the_value() {
        // Given
        known(DESCRIPTION);

        // When, then
        assertThat(broken("LastName", TextNode.valueOf("Mallory")))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("code=STRING_TOO_LONG", "fields=LastName", "at most 4 characters")
                        .doesNotContain("Mallory"));
        assertThat(broken("lastname", TextNode.valueOf("Mallory"))).isPresent();
        assertThat(broken("LastName", TextNode.valueOf("Adas"))).isEmpty();
        assertThat(broken("LastName", TextNode.valueOf("😀😀😀😀"))).isEmpty();
        assertThat(broken("LastName", NullNode.getInstance())).isEmpty();
        assertThat(broken("LeadSource", TextNode.valueOf("Web"))).isEmpty();
        assertThat(broken("Unknown__c", TextNode.valueOf("Mallory"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "999.99,true",
        "999.999,true",
        "-999,true",
        "1000,false",
        "1E+3,false",
        "1E+2,true",
        "0.0001,true",
        "0,true"
    })
    void a_number_that_is_too_large_is_rejected(BigDecimal number, boolean allowed) {
        // Given
        known(DESCRIPTION);

        // When
        Optional<String> reason = broken("Total__c", DecimalNode.valueOf(number));

        // Then
        assertThat(reason.isEmpty()).isEqualTo(allowed);
        reason.ifPresent(said -> assertThat(said)
                .contains("code=NUMBER_OUTSIDE_VALID_RANGE", "at most 3 digits before the decimal point"));
    }

    @Test
    void what_was_said_a_while_ago_is_asked_anew_and_the_record_left_to_salesforce() {
        // Given
        known(DESCRIPTION);
        now = now.plus(Duration.ofSeconds(61));
        assertThat(broken("LastName", TextNode.valueOf("Mallory"))).isEmpty();
        assertThat(questions).hasSize(2);

        // When
        questions.get(1).complete(json("[{\"name\":\"LastName\",\"type\":\"string\",\"length\":80}]"));

        // Then
        assertThat(broken("LastName", TextNode.valueOf("Mallory"))).isEmpty();
        assertThat(questions).hasSize(2);
    }

    @Test
    void a_description_that_cannot_be_had_is_asked_for_once_a_minute_at_the_most() {
        // Given
        known(DESCRIPTION);
        now = now.plus(Duration.ofSeconds(61));

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(broken("LastName", TextNode.valueOf("Mallory"))).isEmpty();
            questions.get(1).complete(Optional.empty());
        }

        // Then
        assertThat(questions).hasSize(2);
    }

    private void known(String description) {
        limits.ask();
        questions.get(0).complete(json(description));
    }

    private Optional<String> broken(String field, JsonNode value) {
        return limits.broken(Map.of(field, value)).map(Object::toString);
    }

    private CompletableFuture<Optional<JsonNode>> ask() {
        CompletableFuture<Optional<JsonNode>> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(new ObjectMapper().readTree(text));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
