// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverseetl.connect.crm.auth.TokenEndpoint.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourceTest {

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private String expiry = "";
    private int asked;

    private final TokenSource tokens = new TokenSource(
            new Grant.ClientCredentials(
                    URI.create("https://crm/token"), "app", new Password("secret"), Optional.empty()),
            (url, form) -> new Answer(200, "{\"access_token\":\"t" + ++asked + "\"" + expiry + "}"),
            () -> now);

    @Test
    void a_token_is_replaced_a_minute_before_it_expires() throws IOException {
        // Given
        expiry = ",\"expires_in\":1800";
        tokens.token();
        now = now.plus(Duration.ofMinutes(29)).minusMillis(1);
        assertThat(tokens.token()).isEqualTo("t1");

        // When
        now = now.plusMillis(1);

        // Then
        assertThat(tokens.token()).isEqualTo("t2");
    }

    @Test
    void a_token_that_lives_shortly_is_used_for_half_of_its_life() throws IOException {
        // Given
        expiry = ",\"expires_in\":\"20\"";
        tokens.token();
        now = now.plusSeconds(9);
        assertThat(tokens.token()).isEqualTo("t1");

        // When
        now = now.plusSeconds(1);

        // Then
        assertThat(tokens.token()).isEqualTo("t2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"expires_in\":0", ",\"expires_in\":null", ",\"expires_in\":\"soon\""})
    void a_token_of_which_nobody_says_when_it_expires_is_used_until_it_is_refused(String unsaid) throws IOException {
        // Given
        expiry = unsaid;
        tokens.token();
        now = now.plus(Duration.ofDays(3_650));
        assertThat(tokens.token()).isEqualTo("t1");

        // When
        tokens.refused("t1");

        // Then
        assertThat(tokens.token()).isEqualTo("t2");
    }

    @Test
    void where_the_api_is_comes_with_the_token() throws IOException {
        // Given
        expiry = ",\"instance_url\":\"https://acme.my.salesforce.com\"";
        assertThat(tokens.api()).isEmpty();

        // When
        tokens.token();

        // Then
        assertThat(tokens.api()).contains(URI.create("https://acme.my.salesforce.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://acme.my.salesforce.com", "acme.my.salesforce.com", "https://a b", ""})
    void an_address_that_is_none_or_less_safe_than_the_token_endpoints_is_not_believed(String address)
            throws IOException {
        // Given
        expiry = ",\"instance_url\":\"" + address + "\"";

        // When
        tokens.token();

        // Then
        assertThat(tokens.api()).isEmpty();
    }

    @Test
    void a_refusal_of_a_token_that_has_been_replaced_meanwhile_changes_nothing() throws IOException {
        // Given
        tokens.token();
        tokens.refused("t1");
        tokens.token();

        // When
        tokens.refused("t1");

        // Then
        assertThat(tokens.token()).isEqualTo("t2");
    }

    @Test
    void an_expiry_beyond_all_time_does_not_overflow() throws IOException {
        // Given
        expiry = ",\"expires_in\":9223372036854775807";

        // When, then
        assertThat(tokens.token()).isEqualTo("t1");
        assertThat(tokens.token()).isEqualTo("t1");
    }
}
