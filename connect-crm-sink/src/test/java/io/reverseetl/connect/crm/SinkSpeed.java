// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import static io.reverseetl.connect.crm.TaskBench.P0;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How fast a task is, beside a bare client that sends the same bodies with the same concurrency. Run by hand, with {@code
 * -Dsun.net.httpserver.nodelay=true}. The server is lighter than the simulator, which would be the bottleneck: it answers
 * after 50 ms with a result for each trace id of the body.
 */
final class SinkSpeed {

    private static final int RECORDS = 100_000;
    private static final long LATENCY_MILLIS = 50;
    private static final MediaType JSON = MediaType.get("application/json");

    private SinkSpeed() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            besideABareClient();
        }
        for (double faults : new double[] {0, 0.025, 0.05}) {
            try (LightCrm crm = new LightCrm(faults)) {
                Run run = task(crm, 16, everyKeyOnce(RECORDS));
                System.out.printf(
                        "%.1f%% of 429 and as many 503: %.0f rec/s, %d calls%n",
                        faults * 100, run.perSecond(), run.calls);
            }
        }
    }

    private static void besideABareClient() throws Exception {
        try (LightCrm crm = new LightCrm(0)) {
            task(crm, 16, everyKeyOnce(20_000));
            bare(crm, 16, crm.bodies(200));
            System.out.println("in flight | sink rec/s | bare rec/s | ratio | CPU µs/rec sink, bare (with the server's)"
                    + " | calls/rec | heap MiB");
            for (int inFlight : new int[] {1, 4, 16, 32}) {
                Run sink = task(crm, inFlight, everyKeyOnce(RECORDS));
                Run bare = bare(crm, inFlight, crm.bodies(RECORDS / 100));
                System.out.printf(
                        "%9d | %10.0f | %10.0f | %5.3f | %.1f, %.1f | %.4f | %d%n",
                        inFlight,
                        sink.perSecond(),
                        bare.perSecond(),
                        sink.perSecond() / bare.perSecond(),
                        sink.cpuMicros(),
                        bare.cpuMicros(),
                        sink.calls / (double) RECORDS,
                        sink.heapMiB);
            }
            Run burst = task(crm, 4, burst());
            System.out.printf("100,000 records on 10,000 keys: %d calls, %.0f rec/s%n", burst.calls, burst.perSecond());
        }
    }

    private record Run(int records, long nanos, long cpuNanos, int calls, long heapMiB) {

        private double perSecond() {
            return records / (nanos / 1e9);
        }

        private double cpuMicros() {
            return cpuNanos / 1e3 / records;
        }
    }

    private static List<SinkRecord> everyKeyOnce(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(i, "user" + i + "@example.org"));
        }
        return records;
    }

    /** Every key ten times, in random order. */
    private static List<SinkRecord> burst() {
        Random random = new Random(1);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(record(i, "user" + random.nextInt(RECORDS / 10) + "@example.org"));
        }
        return records;
    }

    private static SinkRecord record(int offset, String id) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("firstname", "User " + offset);
        fields.put("lastname", "Example");
        fields.put("phone", "+49 89 " + offset);
        fields.put("city", "München");
        return new SinkRecord(TaskBench.TOPIC, 0, null, id, null, fields, offset, 0L, TimestampType.CREATE_TIME);
    }

    private static Run task(LightCrm crm, int inFlight, List<SinkRecord> records) {
        Map<String, String> config = TaskBench.config(crm.url());
        config.put("validate.live", "false");
        config.put("max.in.flight.requests", String.valueOf(inFlight));
        config.put("batch.linger.ms", "50");
        config.put("retry.backoff.ms", "100");
        config.put("retry.backoff.max.ms", "1000");
        int callsBefore = crm.calls.get();
        try (TaskBench bench = new TaskBench()) {
            bench.start(config);
            long cpu = cpu();
            long start = System.nanoTime();
            long heap = 0;
            int next = 0;
            while (bench.committable(P0) < records.size()) {
                boolean more = next < records.size() && bench.context.paused.isEmpty();
                List<SinkRecord> polled =
                        more ? records.subList(next, Math.min(records.size(), next + 500)) : List.of();
                next += polled.size();
                bench.put(polled);
                if (polled.isEmpty()) {
                    heap = Math.max(
                            heap,
                            ManagementFactory.getMemoryMXBean()
                                    .getHeapMemoryUsage()
                                    .getUsed());
                    LockSupport.parkNanos(20_000_000);
                }
            }
            return new Run(
                    records.size(), System.nanoTime() - start, cpu() - cpu, crm.calls.get() - callsBefore, heap >> 20);
        }
    }

    private static Run bare(LightCrm crm, int inFlight, List<byte[]> bodies) throws InterruptedException {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(inFlight);
        dispatcher.setMaxRequestsPerHost(inFlight);
        OkHttpClient client = new OkHttpClient.Builder().dispatcher(dispatcher).build();
        Semaphore free = new Semaphore(inFlight);
        CountDownLatch answered = new CountDownLatch(bodies.size());
        long cpu = cpu();
        long start = System.nanoTime();
        for (byte[] body : bodies) {
            free.acquire();
            Request request = new Request.Builder()
                    .url(crm.url() + "/crm/v3/objects/contacts/batch/upsert")
                    .post(RequestBody.create(body, JSON))
                    .build();
            client.newCall(request).enqueue(new Callback() {
                @Override
                public void onResponse(Call call, Response response) {
                    try (response) {
                        response.body().bytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        free.release();
                        answered.countDown();
                    }
                }

                @Override
                public void onFailure(Call call, IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        answered.await();
        long nanos = System.nanoTime() - start;
        dispatcher.executorService().shutdown();
        return new Run(bodies.size() * 100, nanos, cpu() - cpu, bodies.size(), 0);
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Answers each batch after the latency; a share of the calls with 429, and as many with 503, half of them late. */
    private static final class LightCrm implements AutoCloseable {

        private static final Pattern TRACE = Pattern.compile("\"objectWriteTraceId\":\"([^\"]+)\"");

        private final AtomicInteger calls = new AtomicInteger();
        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final Random random = new Random(1);
        private final double faults;
        private volatile byte[] lastBody = new byte[0];

        private LightCrm(double faults) throws IOException {
            this.faults = faults;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
        }

        private String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        /** Bodies such as the sink's own. */
        private List<byte[]> bodies(int count) {
            List<byte[]> bodies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                bodies.add(lastBody);
            }
            return bodies;
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                calls.incrementAndGet();
                LockSupport.parkNanos(Duration.ofMillis(LATENCY_MILLIS).toNanos());
                double draw = faults == 0 ? 1 : random.nextDouble();
                if (draw < 2 * faults) {
                    exchange.sendResponseHeaders(draw < faults ? 429 : 503, -1);
                    return;
                }
                StringBuilder results = new StringBuilder("{\"status\":\"COMPLETE\",\"results\":[");
                Matcher traces = TRACE.matcher(new String(body, StandardCharsets.UTF_8));
                int count = 0;
                for (; traces.find(); count++) {
                    results.append(count == 0 ? "" : ",")
                            .append("{\"id\":\"1\",\"new\":true,\"objectWriteTraceId\":\"")
                            .append(traces.group(1))
                            .append("\"}");
                }
                if (count == 100) {
                    lastBody = body;
                }
                byte[] answer = results.append("]}").toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
