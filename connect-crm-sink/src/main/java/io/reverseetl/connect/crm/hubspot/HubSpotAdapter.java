// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Payload;
import io.reverseetl.connect.crm.spi.Preparation;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes objects to HubSpot by batch upsert or update, and takes them away. */
final class HubSpotAdapter implements CrmAdapter {

    private final AdapterSettings settings;
    private final HubSpotApi api;
    private final HubSpotCalls calls;
    private final AnswerReader answers;
    private final Removals removals;

    HubSpotAdapter(AdapterSettings settings, HubSpotApi api, HttpTransport transport, Clock clock) {
        this.settings = settings;
        this.api = api;
        ObjectMapper json = new ObjectMapper();
        this.calls = new HubSpotCalls(transport, json);
        this.answers = new AnswerReader(settings, json, clock);
        this.removals = new Removals(settings, api, calls, answers);
    }

    /** HubSpot keeps email addresses in lower case: two that differ in case only are one contact. */
    @Override
    public String canonicalId(String externalId) {
        return settings.idProperty().equals("email") ? externalId.toLowerCase(Locale.ROOT) : externalId;
    }

    @Override
    public Preparation prepare(Map<String, @Nullable Object> fields) {
        return HubSpotPayload.prepare(fields, settings);
    }

    @Override
    public Payload removal(Operation how) {
        return how == Operation.CLEAR ? HubSpotPayload.clearing(settings.cleared()) : new HubSpotRemoval(how);
    }

    @Override
    public int calls(CrmBatch batch) {
        return batch.operation().removes() ? Removals.calls(batch) : 1;
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        if (batch.operation().removes()) {
            return removals.send(batch);
        }
        String resource = batch.operation() == Operation.UPSERT ? "upsert" : "update";
        return calls.post(
                batch,
                api.batch(batch.object(), resource),
                body(batch),
                answer -> CompletableFuture.completedFuture(
                        new CrmAnswer(answers.read(batch, answer), RateLimitHeaders.of(answer))));
    }

    private ObjectNode body(CrmBatch batch) {
        ObjectNode body = calls.json().createObjectNode();
        ArrayNode inputs = body.putArray("inputs");
        batch.writes().forEach(write -> add(inputs, write));
        return body;
    }

    private void add(ArrayNode inputs, CrmWrite write) {
        ObjectNode input = inputs.addObject()
                .put("id", write.externalId())
                .put("idProperty", settings.idProperty())
                .put("objectWriteTraceId", write.traceId());
        ObjectNode properties = input.putObject("properties");
        ((HubSpotPayload) write.payload()).properties().forEach(properties::put);
    }
}
