// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmAdapter;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Preparation;
import io.reverseetl.connect.crm.spi.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Writes objects to HubSpot by batch upsert. */
final class HubSpotAdapter implements CrmAdapter {

    private final AdapterSettings settings;
    private final HubSpotApi api;
    private final HttpTransport transport;
    private final ObjectMapper json = new ObjectMapper();
    private final AnswerReader answers;

    HubSpotAdapter(AdapterSettings settings, HubSpotApi api, HttpTransport transport, Clock clock) {
        this.settings = settings;
        this.api = api;
        this.transport = transport;
        this.answers = new AnswerReader(settings, json, clock);
    }

    /** HubSpot keeps email addresses in lower case: two that differ in case only are one contact. */
    @Override
    public String canonicalId(String externalId) {
        return settings.idProperty().equals("email") ? externalId.toLowerCase(Locale.ROOT) : externalId;
    }

    @Override
    public Preparation prepare(Map<String, @Nullable Object> fields) {
        return HubSpotPayload.prepare(fields, settings.nullPolicy());
    }

    @Override
    public CompletionStage<CrmAnswer> send(CrmBatch batch) {
        return transport
                .postJson(api.batchUpsert(batch.object()), body(batch))
                .handle((answer, error) -> outcome(batch, answer, error));
    }

    private CrmAnswer outcome(CrmBatch batch, @Nullable HttpAnswer answer, @Nullable Throwable error) {
        if (answer != null) {
            return new CrmAnswer(answers.read(batch, answer), RateLimitHeaders.of(answer));
        }
        if (error instanceof IOException) {
            // Whether HubSpot has carried it out is unknown; an upsert may be repeated.
            String code = error instanceof InterruptedIOException
                    ? "REQUEST_TIMEOUT"
                    : error.getClass().getSimpleName();
            return CrmAnswer.of(new BatchOutcome.RetryAll(Optional.empty(), Reason.unavailable(code, 0, "")));
        }
        throw new CompletionException(error);
    }

    private byte[] body(CrmBatch batch) {
        ObjectNode body = json.createObjectNode();
        ArrayNode inputs = body.putArray("inputs");
        batch.writes().forEach(write -> add(inputs, write));
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts can always be written", e);
        }
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
