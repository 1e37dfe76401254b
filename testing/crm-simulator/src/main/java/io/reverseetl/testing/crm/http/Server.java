// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JDK's HTTP server, with a bounded pool of threads. An answer that is held back waits in a timer and occupies no
 * thread of the pool.
 */
public final class Server implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Server.class.getName());
    private static final int THREADS = 16;
    private static final int BACKLOG = 256;

    private final HttpServer http;
    private final ExecutorService workers;

    private Server(HttpServer http) {
        this.http = http;
        this.workers = Executors.newFixedThreadPool(THREADS, new Workers());
    }

    /**
     * Listens and answers.
     *
     * @param port 0 for a free one
     * @param endpoints by the beginning of the paths that each answers; the longest that fits is taken
     */
    public static Server start(String host, int port, Map<String, Endpoint> endpoints) {
        try {
            Server server = new Server(HttpServer.create(new InetSocketAddress(host, port), BACKLOG));
            endpoints.forEach((prefix, endpoint) ->
                    server.http.createContext(prefix, exchange -> server.handle(exchange, endpoint)));
            server.http.setExecutor(server.workers);
            server.http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The simulator cannot listen on " + host + ":" + port
                            + ". Choose another port, or 0 for a free one.",
                    e);
        }
    }

    public int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange carrier, Endpoint endpoint) throws IOException {
        Exchange exchange = new Exchange(
                carrier.getRequestMethod(),
                carrier.getRequestURI(),
                headersOf(carrier),
                carrier.getRequestBody().readAllBytes());
        Response response;
        try {
            response = endpoint.answer(exchange);
        } catch (RuntimeException e) {
            // The JDK's server would swallow it and leave the client without an answer.
            LOG.log(Level.ERROR, "The simulator failed at " + exchange.endpoint(), e);
            response = Response.html(500, "The simulator failed: see its log");
        }
        deliver(carrier, response);
    }

    private void deliver(HttpExchange carrier, Response response) throws IOException {
        if (response.delay().isZero()) {
            send(carrier, response);
        } else {
            Runnable send = () -> {
                try {
                    send(carrier, response);
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, "The client left before its delayed answer", e);
                }
            };
            CompletableFuture.delayedExecutor(response.delay().toNanos(), TimeUnit.NANOSECONDS, workers)
                    .execute(send);
        }
    }

    private static void send(HttpExchange carrier, Response response) throws IOException {
        if (response.status() == Response.HUNG_UP) {
            // Closing an exchange whose answer was never begun closes its connection.
            carrier.close();
            return;
        }
        response.headers().forEach(carrier.getResponseHeaders()::set);
        boolean empty = response.body().length == 0;
        carrier.sendResponseHeaders(response.status(), empty ? -1 : response.body().length);
        try (OutputStream out = carrier.getResponseBody()) {
            out.write(response.body());
        }
        carrier.close();
    }

    private static Map<String, String> headersOf(HttpExchange carrier) {
        Headers headers = carrier.getRequestHeaders();
        Map<String, String> byName = new LinkedHashMap<>();
        headers.forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return byName;
    }

    /** Stops at once: what is on its way is cut off, as by a crash. */
    @Override
    public void close() {
        http.stop(0);
        workers.shutdownNow();
    }

    private static final class Workers implements ThreadFactory {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "crm-simulator-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
