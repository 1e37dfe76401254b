// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A server that takes any batch as HubSpot does and does next to nothing with it, so that it is not what limits a run as the
 * simulator would: that one parses, checks and keeps what it gets. It counts, and tells when each object was written.
 */
@Command(name = "light-crm")
public final class LightCrm implements Callable<Integer> {

    static final String COUNT = "/_/count";
    static final String BODY = "/_/body";
    static final String ACKNOWLEDGED = "/_/acknowledged";

    private static final Pattern INPUT = Pattern.compile("\"id\":\"([^\"]+)\"[^{]*\"objectWriteTraceId\":\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--host", required = true)
    private String host = "";

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--port-file", required = true)
    private Path portFile = Path.of("");

    @Option(names = "--latency-ms")
    private long latencyMillis;

    @Option(names = "--fault-rate", description = "The share of 429; as many again are 503.")
    private double faultRate;

    @Option(names = "--numbered", description = "Ids are whole numbers, and no times are kept: for millions.")
    private boolean numbered;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Written written = new Written(new Objects.Timed());

    private LightCrm() {}

    public static void main(String[] arguments) {
        // Read once, when the JDK's server is first used: with it, small answers leave at once.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A token is given to every CRM, and not asked for here.
        int exitCode = new CommandLine(new LightCrm())
                .setUnmatchedArgumentsAllowed(true)
                .execute(arguments);
        if (exitCode != CommandLine.ExitCode.OK) {
            System.exit(exitCode);
        }
    }

    @Override
    public Integer call() throws IOException {
        written = begin();
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 128);
        server.setExecutor(threads);
        server.createContext("/", this::write);
        server.createContext("/_/", this::tell);
        server.start();
        Path complete = Files.writeString(
                portFile.resolveSibling(portFile.getFileName() + ".tmp"),
                Integer.toString(server.getAddress().getPort()));
        Files.move(complete, portFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return CommandLine.ExitCode.OK;
    }

    private Written begin() {
        return new Written(numbered ? new Objects.Numbered() : new Objects.Timed());
    }

    /** What waits for its moment occupies no thread. */
    private void write(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Written run = written;
        run.called();
        CompletableFuture.delayedExecutor(latencyMillis, TimeUnit.MILLISECONDS, threads)
                .execute(() -> answer(exchange, body, run));
    }

    private void answer(HttpExchange exchange, byte[] body, Written run) {
        double draw = faultRate == 0 ? 1 : ThreadLocalRandom.current().nextDouble();
        if (draw < 2 * faultRate) {
            send(exchange, draw < faultRate ? 429 : 503, new byte[0]);
            return;
        }
        StringBuilder results = new StringBuilder("{\"status\":\"COMPLETE\",\"results\":[");
        Matcher input = INPUT.matcher(new String(body, StandardCharsets.ISO_8859_1));
        List<String> ids = new ArrayList<>();
        while (input.find()) {
            results.append(ids.isEmpty() ? "" : ",")
                    .append("{\"id\":\"1\",\"new\":true,\"objectWriteTraceId\":\"")
                    .append(input.group(2))
                    .append("\"}");
            ids.add(input.group(1));
        }
        send(exchange, 200, results.append("]}").toString().getBytes(StandardCharsets.ISO_8859_1));
        run.acknowledged(ids, body);
    }

    private void tell(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            written = begin();
        }
        byte[] answer = switch (exchange.getRequestURI().getPath()) {
            case COUNT -> JSON.writeValueAsBytes(written.count());
            case BODY -> written.largestBody();
            case ACKNOWLEDGED -> JSON.writeValueAsBytes(written.acknowledged());
            default -> new byte[0];
        };
        send(exchange, answer.length == 0 ? 404 : 200, answer);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The client left before its answer", e);
        }
    }
}
