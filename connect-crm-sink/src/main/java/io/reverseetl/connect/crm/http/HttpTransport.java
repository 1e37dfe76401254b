// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.http;

import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.auth.TokenSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
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

    private static final String PROXY_CREDENTIALS = "Proxy-Authorization";

    private final OkHttpClient client;
    private final boolean gzip;

    /** Opens a client; nothing is connected yet. */
    public HttpTransport(Authorization authorization, HttpSettings settings) {
        gzip = settings.gzip();
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(settings.maxConcurrentCalls());
        dispatcher.setMaxRequestsPerHost(settings.maxConcurrentCalls());
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(settings.maxConcurrentCalls(), 1, TimeUnit.MINUTES))
                .callTimeout(settings.requestTimeout())
                // The call's timeout is the only one: a slow CRM may use all of it for one phase.
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                // Without a read timeout nothing else finds out that an HTTP/2 connection is dead: it would be reused.
                .pingInterval(pingInterval(settings.requestTimeout()))
                // A redirect would turn a POST into a GET, or carry records and token to another host.
                .followRedirects(false)
                .followSslRedirects(false)
                // Whether a write may be repeated after an unknown outcome is the engine's to decide.
                .retryOnConnectionFailure(false)
                .addInterceptor(header("User-Agent", settings.userAgent()));
        settings.tls().ifPresent(tls -> builder.sslSocketFactory(tls.context().getSocketFactory(), tls.trust()));
        settings.proxy().ifPresent(proxy -> useProxy(builder, proxy));
        OkHttpClient unsigned = builder.build();
        client = authorization.fold(
                none -> unsigned,
                fixed -> with(unsigned, header(fixed.name(), fixed.value().value())),
                tokens -> with(
                        unsigned,
                        new Signature(
                                new TokenSource(tokens.grant(), new TokenPost(unsigned), Clock.systemUTC()),
                                tokens.leadToApi())));
    }

    private static OkHttpClient with(OkHttpClient client, Interceptor interceptor) {
        return client.newBuilder().addInterceptor(interceptor).build();
    }

    private static Interceptor header(String name, String value) {
        return chain ->
                chain.proceed(chain.request().newBuilder().header(name, value).build());
    }

    private static void useProxy(OkHttpClient.Builder builder, HttpSettings.Proxy proxy) {
        builder.proxy(new Proxy(Proxy.Type.HTTP, proxy.address()));
        String user = proxy.user();
        if (user != null) {
            String credentials = Credentials.basic(user, proxy.password().value(), StandardCharsets.UTF_8);
            builder.proxyAuthenticator((route, response) -> response.request().header(PROXY_CREDENTIALS) == null
                    ? response.request()
                            .newBuilder()
                            .header(PROXY_CREDENTIALS, credentials)
                            .build()
                    // Refused before: asking again with the same would never end.
                    : null);
        }
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
        return send(new HttpCall("GET", url, Map.of(), null));
    }

    public CompletableFuture<HttpAnswer> delete(URI url) {
        return send(new HttpCall("DELETE", url, Map.of(), null));
    }

    public CompletableFuture<HttpAnswer> postJson(URI url, byte[] body) {
        return send(new HttpCall("POST", url, Map.of(), HttpCall.Body.json(body)));
    }

    public CompletableFuture<HttpAnswer> patchJson(URI url, byte[] body) {
        return send(new HttpCall("PATCH", url, Map.of(), HttpCall.Body.json(body)));
    }

    public CompletableFuture<HttpAnswer> send(HttpCall call) {
        Request.Builder request = new Request.Builder().url(call.url().toString());
        call.headers().forEach(request::header);
        HttpCall.Body body = call.body();
        if (body == null) {
            return send(request.method(call.method(), null).build());
        }
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        byte[] bytes = gzip ? compressed(body.bytes()) : body.bytes();
        return send(request.method(call.method(), RequestBody.create(bytes, MediaType.get(body.mediaType())))
                .build());
    }

    private static byte[] compressed(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return compressed.toByteArray();
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

    static HttpAnswer read(Response response) throws IOException {
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
