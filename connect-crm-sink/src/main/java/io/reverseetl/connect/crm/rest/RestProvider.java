// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpCall;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CommonKeys;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAdapterProvider;
import io.reverseetl.connect.crm.spi.Finding;
import io.reverseetl.connect.crm.spi.KnownFields;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.support.Key;
import io.reverseetl.connect.support.Problems;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Finds the CRM that the config describes under {@code crm.type=rest}. */
public final class RestProvider implements CrmAdapterProvider {

    /** What several CRMs take; a config that knows better says so. */
    private static final int USUAL_BATCH = 100;

    @Override
    public String type() {
        return "rest";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.empty();
    }

    /** One if a request carries one; otherwise only the config can know. */
    @Override
    public int maxBatchRecords(Map<String, Object> own) {
        Object given = own.get(CommonKeys.BATCH_MAX_RECORDS);
        return !RestConfig.isBatch(own)
                ? 1
                : given instanceof Integer records ? Math.max(records, USUAL_BATCH) : USUAL_BATCH;
    }

    @Override
    public Set<Operation> operations(String object) {
        return Set.of(Operation.UPSERT, Operation.UPDATE, Operation.DELETE);
    }

    @Override
    public List<Key<?>> keys() {
        return RestKeys.all();
    }

    @Override
    public void check(AdapterSettings settings, Problems problems) {
        boolean deletes =
                "delete".equalsIgnoreCase(String.valueOf(settings.own().get(CommonKeys.DELETE_MODE)));
        if (deletes && RestKeys.DELETE.optionalIn(settings.own()).isEmpty()) {
            problems.add(
                    RestKeys.DELETE,
                    "Set rest.delete to the call that deletes an object, for example DELETE /contacts/{id}.");
        }
        if (settings.write() == Operation.UPDATE
                && RestKeys.SEARCH.optionalIn(settings.own()).isEmpty()) {
            problems.add(
                    RestKeys.SEARCH,
                    "write.mode=update has to know whether an object exists: set rest.search, or write.mode=upsert.");
        }
        new RestConfig(settings.own(), problems).read();
    }

    @Override
    public CompletionStage<List<Finding>> probe(AdapterSettings settings, KnownFields fields, HttpTransport transport) {
        RestSettings rest = read(settings);
        return rest.probe()
                .<CompletionStage<List<Finding>>>map(call -> transport
                        .send(new HttpCall(call.method(), url(call, settings), headers(rest, settings), null))
                        .thenApply(answer -> findings(call, settings, rest, answer)))
                .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
    }

    private static URI url(CallTemplate call, AdapterSettings settings) {
        return call.url(settings.url(), known(settings));
    }

    /** Those that do not depend on a record. */
    private static Map<String, String> headers(RestSettings rest, AdapterSettings settings) {
        Map<String, String> headers = new HashMap<>();
        rest.headers()
                .forEach(header -> header.value(known(settings)).ifPresent(value -> headers.put(header.name(), value)));
        return headers;
    }

    private static Map<Placeholder, JsonNode> known(AdapterSettings settings) {
        return Map.of(Placeholder.OBJECT, TextNode.valueOf(settings.object()));
    }

    private static List<Finding> findings(
            CallTemplate call, AdapterSettings settings, RestSettings rest, HttpAnswer answer) {
        int status = answer.status();
        Verdict verdict = rest.statuses().of(String.valueOf(status)).orElse(Verdict.FATAL);
        if (verdict == Verdict.RETRY) {
            throw new CompletionException(new IOException("HTTP " + status));
        }
        boolean credentials = status == 401 || status == 403;
        return verdict == Verdict.WRITTEN
                ? List.of()
                : List.of(new Finding(
                        credentials ? CommonKeys.AUTH_TOKEN : RestKeys.PROBE.name(),
                        new Advice(settings).ofStatus(call, status, "")));
    }

    @Override
    public CrmAdapter create(AdapterSettings settings, HttpTransport transport, Clock clock) {
        return new RestAdapter(settings, read(settings), transport, clock);
    }

    /** Reads what {@link #check} has found to be right. */
    private static RestSettings read(AdapterSettings settings) {
        return new RestConfig(settings.own(), new Problems()).read().orElseThrow();
    }
}
