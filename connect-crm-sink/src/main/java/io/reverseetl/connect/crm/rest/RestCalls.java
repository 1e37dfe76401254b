// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.http.HttpCall;
import io.reverseetl.connect.crm.http.HttpTransport;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.QuotaReading;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills templates and makes the calls; a call without an answer is one to be tried again. */
final class RestCalls {

    private final AdapterSettings settings;
    private final RestSettings rest;
    private final HttpTransport transport;
    private final ObjectMapper json = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final AtomicReference<QuotaReading> quota = new AtomicReference<>(QuotaReading.NONE);

    RestCalls(AdapterSettings settings, RestSettings rest, HttpTransport transport) {
        this.settings = settings;
        this.rest = rest;
        this.transport = transport;
    }

    ObjectMapper json() {
        return json;
    }

    /** What can be filled in for records: of several, only what they have in common. */
    Map<Placeholder, JsonNode> values(List<CrmWrite> writes, Operation operation) {
        Map<Placeholder, JsonNode> values = new EnumMap<>(Placeholder.class);
        values.put(Placeholder.OBJECT, TextNode.valueOf(settings.object()));
        values.put(Placeholder.ID_PROPERTY, TextNode.valueOf(settings.idProperty()));
        if (rest.namesRepetitions()) {
            values.put(Placeholder.IDEMPOTENCY_KEY, TextNode.valueOf(idempotencyKey(writes, operation)));
        }
        if (writes.size() == 1) {
            values.put(Placeholder.ID, TextNode.valueOf(writes.get(0).externalId()));
            values.put(Placeholder.FIELDS, ((RestPayload) writes.get(0).payload()).fields());
        }
        if (operation.removes()) {
            ArrayNode ids = JsonNodeFactory.instance.arrayNode(writes.size());
            writes.forEach(write -> ids.add(write.externalId()));
            values.put(Placeholder.IDS, ids);
        }
        return values;
    }

    /** The same for a repeated request, and another for one that says the same later: that may not be passed over. */
    private static String idempotencyKey(List<CrmWrite> writes, Operation operation) {
        String said = writes.stream()
                .map(write -> write.traceId() + new String(write.payload().content(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n", operation + "\n", ""));
        return UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Makes a call, and does with the answer what {@code next} says. */
    CompletionStage<BatchOutcome> send(
            CallTemplate call,
            Map<Placeholder, JsonNode> values,
            HttpCall.@Nullable Body body,
            Function<HttpAnswer, CompletionStage<BatchOutcome>> next) {
        Map<String, String> headers = new LinkedHashMap<>();
        rest.headers().forEach(header -> header.value(values).ifPresent(value -> headers.put(header.name(), value)));
        return transport
                .send(new HttpCall(call.method(), call.url(settings.url(), values), headers, body))
                .handle((answer, error) -> {
                    if (answer == null) {
                        return CompletableFuture.completedFuture(BatchOutcome.unanswered(error));
                    }
                    quota.set(reading(answer));
                    return next.apply(answer);
                })
                .thenCompose(Function.identity());
    }

    private QuotaReading reading(HttpAnswer answer) {
        OptionalLong window = left(answer, rest.quota().window());
        return new QuotaReading(
                Optional.empty(),
                window.isPresent()
                        ? OptionalInt.of((int) Math.min(window.getAsLong(), Integer.MAX_VALUE))
                        : OptionalInt.empty(),
                OptionalLong.empty(),
                left(answer, rest.quota().daily()));
    }

    private static OptionalLong left(HttpAnswer answer, Optional<String> header) {
        return header.map(name -> name.toLowerCase(Locale.ROOT)).flatMap(answer::header).map(String::strip).stream()
                .filter(value -> value.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** What the last answer said about the quota, for whoever asks first: said twice it would count twice. */
    QuotaReading takeQuota() {
        return quota.getAndSet(QuotaReading.NONE);
    }

    HttpCall.Body body(JsonNode tree) {
        return HttpCall.Body.json(bytes(tree));
    }

    /** Each record as JSON in a line of its own. */
    HttpCall.Body lines(List<JsonNode> records) {
        StringBuilder lines = new StringBuilder();
        records.forEach(record ->
                lines.append(new String(bytes(record), StandardCharsets.UTF_8)).append('\n'));
        return new HttpCall.Body("application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] bytes(JsonNode tree) {
        try {
            return json.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
