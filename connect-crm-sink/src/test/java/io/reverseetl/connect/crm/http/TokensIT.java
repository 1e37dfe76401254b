// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.auth.Grant;
import io.reverseetl.connect.crm.auth.GrantRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are got from a real server, which is the CRM too. */
class TokensIT {

    private static final String SECRET = "very-secret";

    private final MockWebServer server = new MockWebServer();
    private final Queue<Map<String, String>> forms = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();
    /** The token that the CRM believes; any if it is empty. */
    private volatile String believed = "";

    private volatile MockResponse tokenAnswer;
    private volatile String tokenExtras = "";

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return request.getUrl().encodedPath().equals("/token") ? token(request) : crm(request);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private MockResponse token(RecordedRequest request) {
        forms.add(form(request.getBody().utf8()));
        if (tokenAnswer != null) {
            return tokenAnswer;
        }
        return answer(200, "{\"access_token\":\"t" + tokens.incrementAndGet() + "\"" + tokenExtras + "}");
    }

    private MockResponse crm(RecordedRequest request) {
        String given = request.getHeaders().get("Authorization");
        boolean right = believed.isEmpty() ? given != null : ("Bearer " + believed).equals(given);
        return answer(right ? 200 : 401, String.valueOf(given));
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Test
    void client_credentials_get_a_token_which_all_requests_share() throws Exception {
        // Given
        try (HttpTransport transport = open(clientCredentials())) {
            // When: more at once than there is time to get a token for each.
            List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(transport.get(crmUrl()));
            }

            // Then
            for (CompletableFuture<HttpAnswer> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("Bearer t1");
            }
            assertThat(forms)
                    .containsExactly(Map.of(
                            "grant_type", "client_credentials",
                            "client_id", "app",
                            "client_secret", SECRET,
                            "scope", "crm"));
        }
    }

    @Test
    void a_token_that_the_crm_refuses_is_replaced_once_and_the_request_sent_again() throws Exception {
        // Given: Salesforce does not say when a token expires.
        believed = "t2";
        try (HttpTransport transport = open(clientCredentials())) {
            // When
            HttpAnswer answer = get(transport);

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(forms).hasSize(2);
        }
    }

    @Test
    void a_crm_that_refuses_every_token_is_not_asked_for_ever() throws Exception {
        // Given
        believed = "another";
        try (HttpTransport transport = open(clientCredentials())) {
            // When
            HttpAnswer answer = get(transport);

            // Then
            assertThat(answer.status()).isEqualTo(401);
            assertThat(forms).hasSize(2);
        }
    }

    @Test
    void a_refresh_token_that_is_replaced_is_used_from_then_on() throws Exception {
        // Given
        tokenExtras = ",\"refresh_token\":\"r2\",\"expires_in\":1800";
        believed = "t2";
        try (HttpTransport transport =
                open(new Grant.RefreshToken(url("/token"), "app", new Password(SECRET), new Password("r1")))) {
            // When
            get(transport);
        }

        // Then
        assertThat(forms).extracting(form -> form.get("refresh_token")).containsExactly("r1", "r2");
        assertThat(forms).allSatisfy(form -> assertThat(form).containsEntry("grant_type", "refresh_token"));
    }

    @Test
    void a_jwt_is_signed_so_that_the_server_can_verify_it() throws Exception {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Grant grant =
                new Grant.JwtBearer(url("/token"), "app", keys.getPrivate(), "ada@example.org", "https://login.crm");

        // When
        try (HttpTransport transport = open(grant)) {
            get(transport);
        }

        // Then
        Map<String, String> form = forms.element();
        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        SignedJWT jwt = SignedJWT.parse(form.get("assertion"));
        assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) keys.getPublic())))
                .isTrue();
        assertThat(jwt.getHeader().getAlgorithm()).hasToString("RS256");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("app");
        assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("ada@example.org");
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("https://login.crm");
        assertThat(Duration.between(
                        jwt.getJWTClaimsSet().getIssueTime().toInstant(),
                        jwt.getJWTClaimsSet().getExpirationTime().toInstant()))
                .isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_grant_that_is_refused_says_which_key_to_correct_and_shows_no_secret() {
        // Given
        tokenAnswer = answer(400, "{\"error\":\"invalid_client\",\"error_description\":\"" + SECRET + " is wrong\"}");
        try (HttpTransport transport = open(clientCredentials())) {
            // When
            CompletableFuture<HttpAnswer> answer = transport.get(crmUrl());

            // Then
            assertThat(answer)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(GrantRefusedException.class)
                    .withMessageContainingAll("auth.client.secret", "HTTP 400", "invalid_client")
                    .withMessageNotContaining(SECRET);
        }
    }

    @Test
    void a_token_endpoint_that_is_down_is_a_trouble_that_may_pass() {
        // Given
        tokenAnswer = answer(503, "");
        try (HttpTransport transport = open(clientCredentials())) {
            // When
            CompletableFuture<HttpAnswer> answer = transport.get(crmUrl());

            // Then
            assertThat(answer)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(GrantRefusedException.class);
        }
    }

    @Test
    void a_token_is_not_carried_to_another_host_by_a_redirect() throws Exception {
        // Given
        try (MockWebServer other = new MockWebServer()) {
            other.start();
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return request.getUrl().encodedPath().equals("/token")
                            ? token(request)
                            : new MockResponse.Builder()
                                    .code(307)
                                    .addHeader("Location", other.url("/").toString())
                                    .build();
                }
            });
            try (HttpTransport transport = open(clientCredentials())) {
                // When
                HttpAnswer answer = get(transport);

                // Then
                assertThat(answer.status()).isEqualTo(307);
                assertThat(other.getRequestCount()).isZero();
            }
        }
    }

    private Grant clientCredentials() {
        return new Grant.ClientCredentials(url("/token"), "app", new Password(SECRET), Optional.of("crm"));
    }

    private static HttpTransport open(Grant grant) {
        return new HttpTransport(
                new Authorization.Tokens(grant), HttpSettings.plain("test/1", 8, Duration.ofSeconds(20)));
    }

    private HttpAnswer get(HttpTransport transport) throws Exception {
        return transport.get(crmUrl()).get(20, TimeUnit.SECONDS);
    }

    private URI crmUrl() {
        return url("/crm");
    }

    private URI url(String path) {
        return server.url(path).uri();
    }
}
