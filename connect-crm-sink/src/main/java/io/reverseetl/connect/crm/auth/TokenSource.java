// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.auth.TokenEndpoint.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one access token for all requests: gets a new one shortly before it expires, or when the CRM has refused it, as
 * some do not say when it expires. One thread asks, the others wait for what it gets.
 */
public final class TokenSource {

    /** A request that leaves now should still be on time when it arrives. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Grant grant;
    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable Token current;
    private Optional<Password> refreshToken = Optional.empty();
    private Optional<URI> api = Optional.empty();
    private final AtomicInteger failures = new AtomicInteger();
    private @Nullable IOException lastFailure;

    public TokenSource(Grant grant, TokenEndpoint endpoint, InstantSource clock) {
        this.grant = grant;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** The header that carries a token. */
    public String header() {
        return grant.places().header();
    }

    /** What stands in that header with a token. */
    public String headerValue(String token) {
        return grant.places().headerValue(token);
    }

    /** A token that has not expired; waits for it if need be, no longer than for an answer of the token endpoint. */
    public String token() throws IOException {
        return token(failures.get());
    }

    /** Whoever has waited for somebody else's question in vain does not ask again at once. */
    private synchronized String token(int failuresBefore) throws IOException {
        Token token = current;
        if (token == null || !clock.instant().isBefore(token.renewAt)) {
            if (lastFailure != null && failures.get() != failuresBefore) {
                throw lastFailure;
            }
            token = ask();
            current = token;
        }
        return token.value;
    }

    /**
     * Where the API is that the last token is for, as Salesforce says; empty if nobody has said so. An address that is
     * not under the same scheme as the token endpoint's is not believed: no token goes from https to http.
     */
    public synchronized Optional<URI> api() {
        return api;
    }

    /** The CRM has refused a token: unless another one has come meanwhile, the next request asks for one. */
    public synchronized void refused(String token) {
        if (current != null && current.value.equals(token)) {
            current = null;
        }
    }

    private Token ask() throws IOException {
        try {
            return askOnce();
        } catch (IOException e) {
            lastFailure = e;
            failures.incrementAndGet();
            throw e;
        }
    }

    private Token askOnce() throws IOException {
        Instant now = clock.instant();
        Answer answer = endpoint.post(grant.tokenUrl(), grant.question(now, refreshToken));
        JsonNode body = parse(answer.body());
        String answered = "The token endpoint " + grant.tokenUrl() + " answered HTTP " + answer.status();
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 408 && answer.status() != 429) {
            throw new GrantRefusedException(
                    grant.keys().get(0),
                    answered + named(body) + " and gave no token. Check " + String.join(", ", grant.keys())
                            + " and auth.token.url.");
        }
        String token = body.at(grant.places().token()).asText("");
        if (answer.status() / 100 != 2 || token.isEmpty()) {
            throw new IOException(
                    answered + " without a token at " + grant.places().token());
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException(answered + " with a token that no header can carry");
        }
        // Some endpoints give out a new refresh token each time, and the old one is of no more use.
        String next = body.path("refresh_token").asText("");
        if (!next.isEmpty()) {
            refreshToken = Optional.of(new Password(next));
        }
        api = address(body.path("instance_url").asText(""));
        return new Token(token, renewAt(now, body.at(grant.places().expiresIn())));
    }

    private Optional<URI> address(String text) {
        String scheme = grant.tokenUrl().getScheme() + "://";
        try {
            return text.startsWith(scheme) ? Optional.of(new URI(text)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A token of which nobody says when it expires is used until it is refused. */
    private static Instant renewAt(Instant now, JsonNode expiresIn) {
        long seconds = expiresIn.asLong(0);
        if (seconds <= 0) {
            return Instant.MAX;
        }
        Duration life = Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
        Duration margin = MARGIN.compareTo(life.dividedBy(2)) < 0 ? MARGIN : life.dividedBy(2);
        return now.plus(life).minus(margin);
    }

    /** The error's code, which is one of a few words; never the description, which may quote what was sent. */
    private static String named(JsonNode body) {
        String code = body.path("error").asText("");
        return code.matches("[a-z_]{1,40}") ? ", " + code : "";
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }

    private record Token(String value, Instant renewAt) {}
}
