// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status, or {@link #HUNG_UP}
 * @param delay how long the finished answer is held back
 */
@SuppressWarnings("ArrayRecordComponent") // Responses are carried, never compared.
public record Response(int status, Map<String, String> headers, byte[] body, Duration delay) {

    /** In place of a status: the connection is closed without an answer. */
    public static final int HUNG_UP = 0;

    private static final byte[] NO_BODY = {};

    public static Response json(int status, Object body) {
        return new Response(
                status, Map.of("Content-Type", "application/json;charset=utf-8"), Json.write(body), Duration.ZERO);
    }

    public static Response csv(int status, String body) {
        return new Response(
                status,
                Map.of("Content-Type", "text/csv;charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);
    }

    public static Response html(int status, String body) {
        return new Response(
                status,
                Map.of("Content-Type", "text/html;charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);
    }

    public static Response noContent() {
        return new Response(204, Map.of(), NO_BODY, Duration.ZERO);
    }

    public static Response hangUp() {
        return new Response(HUNG_UP, Map.of(), NO_BODY, Duration.ZERO);
    }

    public Response withHeader(String name, String value) {
        return withHeaders(Map.of(name, value));
    }

    public Response withHeaders(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Response(status, all, body, delay);
    }

    public Response delayedBy(Duration more) {
        return new Response(status, headers, body, delay.plus(more));
    }
}
