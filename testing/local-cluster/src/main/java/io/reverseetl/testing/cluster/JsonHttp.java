// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP to one server, as a user's curl would send it. */
public final class JsonHttp {

    private static final Duration REQUEST_LIMIT = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;
    private final @Nullable String token;

    /**
     * Sends to one server.
     *
     * @param url without a slash at the end
     * @param token sent as bearer token, if given
     */
    public JsonHttp(String url, @Nullable String token) {
        this.url = url;
        this.token = token;
    }

    /** An answer: its status and its body, which is a missing node if there was none. */
    public record Answer(int status, JsonNode body) {

        /** Returns the body of a 2xx answer, and throws with the server's own message otherwise. */
        public JsonNode orThrow() {
            if (status / 100 != 2) {
                String message = body.path("message").asText(body.toString());
                throw new IllegalStateException("The server answered " + status + ": " + message);
            }
            return body;
        }
    }

    /** Sends a request and waits for its answer, whatever its status is. */
    public Answer send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String text = response.body();
            return new Answer(response.statusCode(), text.isBlank() ? json.missingNode() : json.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + url + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + url, e);
        }
    }
}
