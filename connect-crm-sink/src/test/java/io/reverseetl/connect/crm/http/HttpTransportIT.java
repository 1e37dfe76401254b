// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.reverseetl.connect.crm.auth.Authorization;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpTransportIT {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final HttpTransport transport =
            new HttpTransport(new Authorization.None(), HttpSettings.plain("test/1", 2, Duration.ofSeconds(20)));

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void an_answer_may_be_compressed() throws Exception {
        // Given: WireMock compresses what accepts it.
        SERVER.stubFor(get("/").willReturn(ok("hello")));

        // When
        HttpAnswer answer = call().get(20, TimeUnit.SECONDS);

        // Then
        assertThat(answer.body()).isEqualTo("hello");
        SERVER.verify(getRequestedFor(urlEqualTo("/")).withHeader("Authorization", absent()));
    }

    @Test
    void an_answer_that_is_too_long_is_a_broken_one() {
        // Given
        byte[] endless = new byte[(int) HttpTransport.LONGEST_ANSWER_BYTES + 1];
        SERVER.stubFor(get("/").willReturn(aResponse().withBody(endless)));

        // When
        CompletableFuture<HttpAnswer> answer = call();

        // Then
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining("longer than");
    }

    @Test
    void closing_ends_the_calls_that_are_on_their_way() {
        // Given
        SERVER.stubFor(get("/").willReturn(ok().withFixedDelay(15_000)));
        CompletableFuture<HttpAnswer> answer = call();

        // When
        transport.close();

        // Then
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class);
    }

    private CompletableFuture<HttpAnswer> call() {
        return transport.get(URI.create(SERVER.baseUrl() + "/"));
    }
}
