// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import io.reverseetl.connect.crm.auth.Authorization;
import io.reverseetl.connect.crm.http.HttpSettings;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.NullPolicy;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.WriteResult;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The adapter of a CRM that a test describes, and batches for it. */
final class RestBench implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T21:00:00Z"), ZoneOffset.UTC);

    private final HttpTransport transport =
            new HttpTransport(new Authorization.None(), HttpSettings.plain("test/1", 4, Duration.ofSeconds(5)));
    private final RestAdapter adapter;

    /** @param config keys and values in turn */
    RestBench(String url, String... config) {
        this(url, Operation.UPSERT, config);
    }

    RestBench(String url, Operation write, String... config) {
        AdapterSettings settings = settings(url, parsed(config), write);
        RestSettings rest =
                new RestConfig(settings.own(), new Problems()).read().orElseThrow();
        adapter = new RestAdapter(settings, rest, transport, CLOCK);
    }

    static AdapterSettings settings(String url, Map<String, Object> own) {
        return settings(url, own, Operation.UPSERT);
    }

    static AdapterSettings settings(String url, Map<String, Object> own, Operation write) {
        return new AdapterSettings(
                URI.create(url), "contacts", "ref", NullPolicy.CLEAR, Map.of(), write, List.of(), own);
    }

    static Map<String, Object> parsed(String... config) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            given.put(config[i], config[i + 1]);
        }
        return Key.define(RestKeys.all()).parse(given);
    }

    /** Sends upserts that say each object's name, which is its id in capitals. */
    BatchOutcome upsert(String... ids) throws Exception {
        return send(id -> payload(Map.of("name", id.toUpperCase(Locale.ROOT))), ids);
    }

    BatchOutcome delete(String... ids) throws Exception {
        return send(id -> adapter.removal(Operation.DELETE), ids);
    }

    Payload payload(Map<String, Object> fields) {
        return adapter.prepare(new HashMap<>(fields)).fold(ready -> ready.payload(), unfit -> {
            throw new AssertionError(unfit.reason().toString());
        });
    }

    BatchOutcome send(Function<String, Payload> say, String... ids) throws Exception {
        return answer(say, ids).outcome();
    }

    CrmAnswer answer(Function<String, Payload> say, String... ids) throws Exception {
        List<CrmWrite> writes = new ArrayList<>();
        for (String id : ids) {
            writes.add(new CrmWrite(id, "people-0-" + writes.size(), say.apply(id)));
        }
        return adapter.send(new CrmBatch("contacts", writes))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    /** Asks about a job with these objects in it. */
    BatchOutcome ask(CrmJob job, String... ids) throws Exception {
        List<CrmWrite> writes = new ArrayList<>();
        for (String id : ids) {
            writes.add(new CrmWrite(id, "people-0-" + writes.size(), payload(Map.of("name", id))));
        }
        return adapter.ask(job, writes)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .outcome();
    }

    int calls(String... ids) {
        return adapter.calls(new CrmBatch(
                "contacts",
                List.of(ids).stream()
                        .map(id -> new CrmWrite(id, id, adapter.removal(Operation.DELETE)))
                        .toList()));
    }

    static Map<String, WriteResult> results(BatchOutcome outcome) {
        return ((BatchOutcome.PerRecord) outcome).byExternalId();
    }

    static String reason(WriteResult result) {
        return ((WriteResult.Rejected) result).reason().toString();
    }

    @Override
    public void close() {
        transport.close();
    }
}
