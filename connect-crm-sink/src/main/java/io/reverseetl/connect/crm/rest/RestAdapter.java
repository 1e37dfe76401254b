// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpCall;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.rest.RestSettings.Delete;
import io.reverseetl.connect.crm.rest.RestSettings.Write;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmJob;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Settled;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes and deletes objects with the calls that the config describes. */
final class RestAdapter implements CrmAdapter {

    private static final Reason NOT_FOUND = Reason.validation(OwnCode.OBJECT_NOT_FOUND.name(), List.of(), 0, "");

    private final AdapterSettings settings;
    private final RestSettings rest;
    private final RestCalls calls;
    private final Outcomes outcomes;
    private final AnswerReader answers;
    private final @Nullable Lookup lookup;

    RestAdapter(AdapterSettings settings, RestSettings rest, HttpTransport transport, Clock clock) {
        this.settings = settings;
        this.rest = rest;
        this.outcomes = new Outcomes(clock);
        this.calls = new RestCalls(settings, rest, transport);
        this.answers = new AnswerReader(rest, new Advice(settings), calls.json(), outcomes);
        this.lookup = rest.search()
                .map(search -> new Lookup(search, calls, answers, outcomes))
                .orElse(null);
    }

    @Override
    public Preparation prepare(Map<String, @Nullable Object> fields) {
        return RestPayload.prepare(fields, settings);
    }

    @Override
    public Payload removal(Operation how) {
        return RestPayload.removal(how);
    }

    @Override
    public int calls(CrmBatch batch) {
        return sendsTogether(batch) ? 1 : batch.writes().size() * (lookup == null ? 1 : 2);
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        CompletionStage<BatchOutcome> outcome =
                sendsTogether(batch) ? together(batch) : oneByOne(batch, 0, new HashMap<>());
        return outcome.thenApply(done -> new CrmAnswer(done, calls.takeQuota()));
    }

    @Override
    public CompletionStage<CrmAnswer> ask(CrmJob job, List<CrmWrite> writes) {
        if (rest.job().isEmpty()) {
            // Begun under another config.
            return CompletableFuture.completedFuture(CrmAnswer.of(new BatchOutcome.PerRecord(Map.of())));
        }
        Map<Placeholder, JsonNode> values = Map.of(
                Placeholder.OBJECT, TextNode.valueOf(job.object()), Placeholder.JOB_ID, TextNode.valueOf(job.id()));
        return calls.send(
                        rest.job().get().call(),
                        values,
                        null,
                        answer -> CompletableFuture.completedFuture(answers.readJob(job, writes, answer)))
                .thenApply(done -> new CrmAnswer(done, calls.takeQuota()));
    }

    private boolean sendsTogether(CrmBatch batch) {
        // A lone one is looked at more closely.
        return batch.operation().removes()
                ? batch.writes().size() > 1
                        && rest.delete().filter(Delete::isBatch).isPresent()
                : rest.write().isBatch();
    }

    private CompletionStage<BatchOutcome> together(CrmBatch batch) {
        Map<Placeholder, JsonNode> values = calls.values(batch.writes(), batch.operation());
        return batch.operation().removes()
                ? delete(batch.writes(), values)
                : write(rest.write().call(), batch.writes(), values);
    }

    private CompletionStage<BatchOutcome> oneByOne(CrmBatch batch, int next, Map<String, WriteResult> results) {
        CrmWrite write = batch.writes().get(next);
        return one(write, batch.operation()).thenCompose(outcome -> {
            if (batch.writes().size() == 1) {
                return CompletableFuture.completedFuture(outcome);
            }
            Settled.put(outcome, batch, next, results);
            boolean goesOn = outcome instanceof BatchOutcome.PerRecord || outcome instanceof BatchOutcome.Refused;
            return goesOn && next + 1 < batch.writes().size()
                    ? oneByOne(batch, next + 1, results)
                    : CompletableFuture.completedFuture(new BatchOutcome.PerRecord(results));
        });
    }

    private CompletionStage<BatchOutcome> one(CrmWrite write, Operation operation) {
        if (!CallTemplate.fitsInPath(write.externalId())) {
            return result(
                    write,
                    new WriteResult.Rejected(Reason.record(
                            OwnCode.ID_NOT_IN_A_PATH.name(), List.of(), "The external id cannot stand in a URL")));
        }
        Map<Placeholder, JsonNode> values = calls.values(List.of(write), operation);
        Optional<HeaderTemplate> unfit =
                rest.headers().stream().filter(header -> !header.fits(values)).findFirst();
        if (unfit.isPresent()) {
            return result(
                    write,
                    new WriteResult.Rejected(
                            Reason.record(
                                    OwnCode.HEADER_NOT_ASCII.name(),
                                    List.of(unfit.get().name()),
                                    "A header has no line breaks and no letters beyond ASCII: change the field by a transform")));
        }
        if (operation.removes()) {
            return lookup == null || !rest.delete().orElseThrow().isByCrmId()
                    ? delete(List.of(write), values)
                    : lookup.find(write, values, gone(write), id -> delete(List.of(write), with(id, values)));
        }
        return lookup == null
                ? write(rest.write().call(), List.of(write), values)
                : lookup.find(
                        write,
                        values,
                        () -> operation == Operation.UPDATE
                                ? result(write, new WriteResult.Rejected(NOT_FOUND))
                                : write(rest.write().call(), List.of(write), values),
                        id -> write(lookup.update(), List.of(write), with(id, values)));
    }

    private CompletionStage<BatchOutcome> write(
            CallTemplate call, List<CrmWrite> writes, Map<Placeholder, JsonNode> values) {
        return calls.send(call, values, body(writes, values), answer -> {
            boolean vanished = call.has(Placeholder.CRM_ID) && ResultReader.isGone(String.valueOf(answer.status()));
            return vanished
                    ? result(writes.get(0), vanished(answer))
                    : CompletableFuture.completedFuture(answers.read(call, writes, answer));
        });
    }

    /** Deleted since it was found, or found by an index that lags behind: the next search will tell. */
    private static WriteResult vanished(HttpAnswer answer) {
        return new WriteResult.Retryable(
                Optional.empty(), Reason.unavailable(OwnCode.OBJECT_GONE.name(), answer.status(), ""));
    }

    private CompletionStage<BatchOutcome> delete(List<CrmWrite> writes, Map<Placeholder, JsonNode> values) {
        Delete delete = rest.delete().orElseThrow();
        HttpCall.Body body =
                delete.body().map(template -> calls.body(template.fill(values))).orElse(null);
        return calls.send(delete.call(), values, body, answer -> {
            if (!ResultReader.isGone(String.valueOf(answer.status()))) {
                return CompletableFuture.completedFuture(answers.readDelete(delete.call(), writes, answer));
            }
            // Of several, some may be there: halved, each comes to stand alone.
            return writes.size() == 1
                    ? gone(writes.get(0)).get()
                    : CompletableFuture.completedFuture(outcomes.refused(answer, ""));
        });
    }

    private static Supplier<CompletionStage<BatchOutcome>> gone(CrmWrite write) {
        return () -> result(write, new WriteResult.Written("", false));
    }

    private HttpCall.Body body(List<CrmWrite> writes, Map<Placeholder, JsonNode> common) {
        Write form = rest.write();
        List<JsonNode> records =
                writes.stream().map(write -> record(write, common)).toList();
        if (form.isLines()) {
            return calls.lines(records);
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode(records.size()).addAll(records);
        Map<Placeholder, JsonNode> values = new HashMap<>(common);
        values.put(Placeholder.RECORD, records.get(0));
        values.put(Placeholder.RECORDS, all);
        return calls.body(form.body().fill(values));
    }

    private JsonNode record(CrmWrite write, Map<Placeholder, JsonNode> common) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.setAll(((RestPayload) write.payload()).fields());
        String property = settings.idProperty();
        if (!rest.idInFields()) {
            fields.remove(property);
        } else if (!fields.path(property).asText("").equals(write.externalId())) {
            // A field that says the same stays as it is: it may be a number, and an id is always text here.
            fields.put(property, write.externalId());
        }
        Map<Placeholder, JsonNode> values = new HashMap<>(common);
        values.put(Placeholder.ID, TextNode.valueOf(write.externalId()));
        values.put(Placeholder.FIELDS, fields);
        return rest.write().record().fill(values);
    }

    private static Map<Placeholder, JsonNode> with(JsonNode crmId, Map<Placeholder, JsonNode> values) {
        Map<Placeholder, JsonNode> more = new HashMap<>(values);
        more.put(Placeholder.CRM_ID, crmId);
        return more;
    }

    static CompletionStage<BatchOutcome> result(CrmWrite write, WriteResult result) {
        return CompletableFuture.completedFuture(new BatchOutcome.PerRecord(Map.of(write.externalId(), result)));
    }
}
