// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import io.reverseetl.connect.crm.auth.Authorization;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * The HTTP client of one task. Calls return at once and complete on the client's own threads, within the request
 * timeout. Compressed answers are unpacked; an answer that is too long counts as a broken one.
 */
public final class HttpTransport implements AutoCloseable {

    /** A batch of a hundred objects with long texts is about one megabyte. */
    static final long LONGEST_ANSWER_BYTES = 16L << 20;

    private static final Duration SHORTEST_PING_INTERVAL = Duration.ofSeconds(1);

    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    private final OkHttpClient client;

    /**
     * Opens a client; nothing is connected yet.
     *
     * @param maxConcurrentCalls calls beyond it wait for their turn
     * @param requestTimeout for a whole call, from looking up the host to the last byte of the answer
     */
    public HttpTransport(
            Authorization authorization, String userAgent, int maxConcurrentCalls, Duration requestTimeout) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(maxConcurrentCalls);
        dispatcher.setMaxRequestsPerHost(maxConcurrentCalls);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(maxConcurrentCalls, 1, TimeUnit.MINUTES))
                .callTimeout(requestTimeout)
                // The call's timeout is the only one: a slow CRM may use all of it for one phase.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                // Without a read timeout nothing else finds out that an HTTP/2 connection is dead: it would be reused.
                .pingInterval(pingInterval(requestTimeout))
                // A redirect would turn a POST into a GET, or carry records and token to another host.
                .followRedirects(false)
                .followSslRedirects(false)
                // Whether a write may be repeated after an unknown outcome is the engine's to decide.
                .retryOnConnectionFailure(false)
                .addInterceptor(chain -> {
                    Request.Builder request = chain.request().newBuilder().header("User-Agent", userAgent);
                    authorization.header().ifPresent(value -> request.header("Authorization", value));
                    return chain.proceed(request.build());
                })
                .build();
    }

    private static Duration pingInterval(Duration requestTimeout) {
        Duration third = requestTimeout.dividedBy(3);
        return third.compareTo(SHORTEST_PING_INTERVAL) < 0 ? SHORTEST_PING_INTERVAL : third;
    }

    /** Whether paths can be added to this URL and asked for: it has a host, and neither user, query nor fragment. */
    public static boolean accepts(URI url) {
        // An authority that java.net.URI cannot take apart, as in http://my_crm, is taken apart by the client.
        HttpUrl parsed = url.getRawAuthority() == null ? null : HttpUrl.parse(url.toString());
        return parsed != null
                && parsed.encodedUsername().isEmpty()
                && parsed.encodedPassword().isEmpty()
                && parsed.encodedQuery() == null
                && parsed.encodedFragment() == null;
    }

    public CompletableFuture<HttpAnswer> get(URI url) {
        return send(new Request.Builder().url(url.toString()).get().build());
    }

    public CompletableFuture<HttpAnswer> postJson(URI url, byte[] body) {
        return send(new Request.Builder()
                .url(url.toString())
                .post(RequestBody.create(body, JSON))
                .build());
    }

    private CompletableFuture<HttpAnswer> send(Request request) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    answer.complete(read(response));
                } catch (IOException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }

            @Override
            public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static HttpAnswer read(Response response) throws IOException {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .forEach(header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        if (source.request(LONGEST_ANSWER_BYTES + 1)) {
            throw new IOException("The answer is longer than " + LONGEST_ANSWER_BYTES + " bytes");
        }
        return new HttpAnswer(response.code(), headers, body.string());
    }

    /** Cancels what is on the wire and lets go of threads and connections; returns at once. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
