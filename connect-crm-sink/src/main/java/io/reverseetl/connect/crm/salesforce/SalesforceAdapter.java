// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.salesforce;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.Backlog;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to Salesforce by sObject Collections, each on its own: one that fails leaves the others alone. A backlog
 * goes by {@link BulkJobs}.
 */
final class SalesforceAdapter implements CrmAdapter {

    /** A record that does not exist has nothing that could be emptied, and need not go. */
    private static final WriteResult NOTHING_TO_DO = new WriteResult.Written("", false);

    private static final WriteResult NOTHING_TO_UPDATE = new WriteResult.Rejected(new Reason(
            Reason.Category.VALIDATION,
            "OBJECT_NOT_FOUND",
            List.of(),
            0,
            "",
            "Salesforce has no such record, and write.mode=update creates none"));

    private final AdapterSettings settings;
    private final SalesforceApi api;
    private final SalesforceCalls calls;
    private final AnswerReader answers;
    private final Lookup lookup;
    private final Inserts inserts;
    private final FieldLimits limits;
    private final BulkSettings bulk;
    private final BulkJobs jobs;

    SalesforceAdapter(
            AdapterSettings settings,
            SalesforceApi api,
            BulkSettings bulk,
            FieldLimits limits,
            HttpTransport transport,
            Clock clock) {
        this.settings = settings;
        this.api = api;
        this.calls = new SalesforceCalls(transport);
        this.answers = new AnswerReader(new Advice(settings), calls, clock);
        this.lookup = new Lookup(api, settings.idProperty(), calls, answers);
        this.inserts = new Inserts(settings.idProperty(), lookup, this::create);
        this.limits = limits;
        this.bulk = bulk;
        this.jobs = new BulkJobs(api, settings.idProperty(), bulk, calls, answers, clock);
    }

    /** Unless a field is told to mind it, the case of its letters says nothing. */
    @Override
    public String identity(String externalId) {
        return anyCase(externalId);
    }

    static String anyCase(String externalId) {
        return externalId.toLowerCase(Locale.ROOT);
    }

    @Override
    public Preparation prepare(Map<String, @Nullable Object> fields) {
        return SalesforcePayload.prepare(fields, settings)
                .fold(
                        ready -> limits.broken(((SalesforcePayload) ready.payload()).fields())
                                .<Preparation>map(Preparation.Unfit::new)
                                .orElse(ready),
                        unfit -> unfit);
    }

    @Override
    public Payload removal(Operation how) {
        return how == Operation.CLEAR ? SalesforcePayload.clearing(settings.cleared()) : SalesforcePayload.removal();
    }

    @Override
    public Optional<Backlog> backlog(String object, Operation operation) {
        return operation == Operation.UPSERT ? bulk.backlog() : Optional.empty();
    }

    @Override
    public CompletionStage<CrmAnswer> ask(CrmJob job, List<CrmWrite> writes) {
        return jobs.ask(job, writes);
    }

    @Override
    public int calls(CrmBatch batch) {
        if (BulkSettings.isJob(batch)) {
            return BulkJobs.CALLS_TO_BEGIN;
        }
        return batch.operation() == Operation.UPSERT ? 1 : lookup.calls(batch) + 1;
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        if (BulkSettings.isJob(batch)) {
            return jobs.begin(batch);
        }
        return switch (batch.operation()) {
            case UPSERT ->
                calls.patch(
                        api.upsert(batch.object(), settings.idProperty()),
                        body(batch, Map.of()),
                        answer -> CompletableFuture.completedFuture(answers.read(batch, answer)));
            case INSERT -> inserts.send(batch);
            case DELETE ->
                toExisting(
                        batch,
                        (there, ids, next) -> calls.delete(
                                api.delete(there.writes().stream()
                                        .map(write -> ids.getOrDefault(write.externalId(), ""))
                                        .toList()),
                                next));
            default -> toExisting(batch, (there, ids, next) -> calls.patch(api.records(), body(there, ids), next));
        };
    }

    private CompletionStage<CrmAnswer> create(CrmBatch batch) {
        return calls.post(
                api.records(),
                body(batch, Map.of()),
                answer -> CompletableFuture.completedFuture(answers.read(batch, answer)));
    }

    /** One call with the records that exist and their ids. */
    private interface CallById {

        CompletionStage<CrmAnswer> make(
                CrmBatch there, Map<String, String> ids, Function<HttpAnswer, CompletionStage<CrmAnswer>> next);
    }

    private CompletionStage<CrmAnswer> toExisting(CrmBatch batch, CallById call) {
        return lookup.find(batch, ids -> {
            Map<String, WriteResult> missing = new HashMap<>();
            batch.writes().stream()
                    .filter(write -> !ids.containsKey(write.externalId()))
                    .forEach(write -> missing.put(
                            write.externalId(),
                            batch.operation() == Operation.UPDATE ? NOTHING_TO_UPDATE : NOTHING_TO_DO));
            return Settled.sendOthers(
                    batch,
                    missing,
                    there -> call.make(
                            there, ids, answer -> CompletableFuture.completedFuture(answers.read(there, answer))));
        });
    }

    /**
     * Written as it goes, without a tree of it.
     *
     * @param ids Salesforce's own, for records that are known by these
     */
    private byte[] body(CrmBatch batch, Map<String, String> ids) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = calls.json().createGenerator(body)) {
            json.writeStartObject();
            json.writeBooleanField("allOrNone", false);
            json.writeArrayFieldStart("records");
            for (CrmWrite write : batch.writes()) {
                json.writeStartObject();
                json.writeObjectFieldStart("attributes");
                json.writeStringField("type", batch.object());
                json.writeEndObject();
                writeFields(json, write, ids);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return body.toByteArray();
    }

    private void writeFields(JsonGenerator json, CrmWrite write, Map<String, String> ids) throws IOException {
        String id = ids.get(write.externalId());
        boolean byExternalId = id == null;
        json.writeStringField(byExternalId ? settings.idProperty() : "id", byExternalId ? write.externalId() : id);
        Map<String, JsonNode> fields = ((SalesforcePayload) write.payload()).fields();
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            // A field that says what the record is known by would lead to another one.
            if (!(byExternalId && field.getKey().equalsIgnoreCase(settings.idProperty()))) {
                FieldName.of(field.getKey()).write(json, field.getValue());
            }
        }
    }
}
