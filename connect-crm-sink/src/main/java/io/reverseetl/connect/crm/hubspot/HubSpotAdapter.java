// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes objects to HubSpot by batch upsert or update, and takes them away. */
final class HubSpotAdapter implements CrmAdapter {

    private final HubSpotSettings settings;
    private final HubSpotApi api;
    private final HubSpotCalls calls;
    private final AnswerReader answers;
    private final Removals removals;
    private final KnownObjects knownObjects;
    private final ValueCheck values;
    private final Associations associations;

    HubSpotAdapter(HubSpotSettings settings, PropertyDefinitions definitions, HttpTransport transport, Clock clock) {
        this.settings = settings;
        this.api = settings.api();
        ObjectMapper json = new ObjectMapper();
        this.calls = new HubSpotCalls(transport, json);
        this.answers = new AnswerReader(Advice.of(settings.crm()), json, clock);
        Lookup lookup = new Lookup(settings.crm(), api, calls, answers);
        this.removals = new Removals(api, calls, answers, lookup);
        this.knownObjects = new KnownObjects(api, calls, answers, lookup);
        this.values = new ValueCheck(definitions);
        this.associations = new Associations(
                settings.associations().stream()
                        .map(association -> others(association, json, clock))
                        .toList(),
                settings.associationWait(),
                api,
                calls,
                clock);
    }

    private AssociatedObjects others(Association association, ObjectMapper json, Clock clock) {
        AdapterSettings other = settings.other(association);
        AnswerReader reader = new AnswerReader(Advice.ofOther(other), json, clock);
        return new AssociatedObjects(association, new Lookup(other, api, calls, reader), reader);
    }

    /** HubSpot keeps email addresses in lower case: two that differ in case only are one contact. */
    @Override
    public String canonicalId(String externalId) {
        return settings.crm().idProperty().equals("email") ? externalId.toLowerCase(Locale.ROOT) : externalId;
    }

    @Override
    public Preparation prepare(Map<String, @Nullable Object> fields) {
        return HubSpotPayload.prepare(fields, settings);
    }

    @Override
    public Payload removal(Operation how) {
        return how == Operation.CLEAR ? HubSpotPayload.clearing(settings.crm().cleared()) : new HubSpotRemoval(how);
    }

    @Override
    public int calls(CrmBatch batch) {
        return batch.operation().removes() ? Removals.calls(batch) : 1 + associations.calls(batch);
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        return batch.operation().removes()
                ? removals.send(batch)
                : values.send(batch, fitting -> associations.send(fitting, this::write));
    }

    private CompletionStage<CrmAnswer> write(CrmBatch batch) {
        if (batch.operation() == Operation.UPDATE_KNOWN) {
            return knownObjects.send(batch, body(batch));
        }
        String resource = batch.operation() == Operation.UPSERT ? "upsert" : "update";
        return calls.post(
                batch,
                api.batch(batch.object(), resource),
                body(batch),
                answer -> CompletableFuture.completedFuture(answers.answer(batch, answer)));
    }

    /** Written as it goes: to build a tree of it first would take half of the loop's time. */
    private byte[] body(CrmBatch batch) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = calls.json().createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("inputs");
            for (CrmWrite write : batch.writes()) {
                add(json, write);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return body.toByteArray();
    }

    private void add(JsonGenerator json, CrmWrite write) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", write.sentId());
        String idProperty = settings.crm().idProperty();
        if (!write.isByCrmId() && !idProperty.equals(ObjectTypes.RECORD_ID)) {
            json.writeStringField("idProperty", idProperty);
        }
        json.writeStringField("objectWriteTraceId", write.traceId());
        json.writeObjectFieldStart("properties");
        boolean setsId = write.operation() == Operation.UPDATE_KNOWN;
        if (setsId) {
            json.writeStringField(idProperty, write.externalId());
        }
        Map<String, String> properties = ((HubSpotPayload) write.payload()).properties();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (!(setsId && property.getKey().equals(idProperty))) {
                json.writeStringField(property.getKey(), property.getValue());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
