// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.crm.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.testing.crm.http.Exchange;
import io.reverseetl.testing.crm.http.Json;
import io.reverseetl.testing.crm.http.Response;
import io.reverseetl.testing.crm.salesforce.SaveResult.RecordError;
import io.reverseetl.testing.crm.store.ObjectStore;
import io.reverseetl.testing.crm.store.Version;
import io.reverseetl.testing.crm.store.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * {@code …/composite/sobjects}: upserts, creates, updates and deletes of up to 200 records, each on its own. Only {@code
 * allOrNone=false} is there.
 */
final class Collections {

    private static final int MOST_RECORDS = 200;

    private final ObjectStore store;
    private final BooleanSupplier locked;

    /** @param locked whether the next record is held by another transaction */
    Collections(ObjectStore store, BooleanSupplier locked) {
        this.store = store;
        this.locked = locked;
    }

    Response upsert(Exchange exchange) {
        ObjectType type = ObjectType.named(exchange.pathVariable("object"));
        Field key = type.externalId(exchange.pathVariable("field"));
        List<JsonNode> records = records(exchange);
        List<RecordInput> inputs = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        for (JsonNode json : records) {
            RecordInput input = RecordInput.read(type, json, store);
            inputs.add(input);
            times.merge(input.text(key.name()).toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
        return answer(
                exchange,
                inputs.stream().map(input -> upsert(type, key, input, times)).toList());
    }

    /** @param times how often each external id, in lower case, is in the request */
    SaveResult upsert(ObjectType type, Field key, RecordInput input, Map<String, Integer> times) {
        String externalId = input.text(key.name());
        if (times.getOrDefault(externalId.toLowerCase(Locale.ROOT), 0) > 1) {
            return SaveResult.failed(
                    RecordError.of("DUPLICATE_VALUE", "Duplicate external id specified: " + externalId, key.name()));
        }
        if (externalId.isEmpty()) {
            return SaveResult.failed(RecordError.of("MISSING_ARGUMENT", key.name() + " not specified", key.name()));
        }
        return save(type, key.name(), externalId, input, store.find(type.apiName(), key.name(), externalId), true);
    }

    /** A record that has a unique value of another one, its external id for example, is refused. */
    Response create(Exchange exchange) {
        List<SaveResult> results = new ArrayList<>();
        for (JsonNode json : records(exchange)) {
            ObjectType type = typeOf(json);
            RecordInput input = RecordInput.read(type, json, store);
            results.add(save(type, Write.RECORD_ID, "", input, Optional.empty(), false));
        }
        return answer(exchange, results);
    }

    private static ObjectType typeOf(JsonNode json) {
        return ObjectType.named(json.path("attributes").path("type").asText());
    }

    private SaveResult save(
            ObjectType type, String key, String keyValue, RecordInput input, Optional<Version> before, boolean upsert) {
        Optional<RecordError> error = input.error(before).or(this::lock);
        if (error.isPresent()) {
            return SaveResult.failed(error.get());
        }
        Write write = new Write(key, keyValue, input.values(), null);
        return store.upsert(type.apiName(), type.unique(), List.of(write))
                .fold(
                        applied -> {
                            String id = type.salesforceId(
                                    applied.results().get(0).version().id());
                            return upsert ? SaveResult.upserted(id, before.isEmpty()) : SaveResult.done(id);
                        },
                        conflict -> SaveResult.failed(RecordError.of(
                                "DUPLICATE_VALUE",
                                "duplicate value found: " + conflict.property()
                                        + " duplicates value on record with id: "
                                        + type.salesforceId(conflict.existingId()),
                                conflict.property())));
    }

    private Optional<RecordError> lock() {
        return locked.getAsBoolean()
                ? Optional.of(RecordError.of(
                        "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records"))
                : Optional.empty();
    }

    /** By Salesforce's ids. Every record here has an external id, by which the store finds it. */
    Response update(Exchange exchange) {
        List<SaveResult> results = new ArrayList<>();
        for (JsonNode json : records(exchange)) {
            ObjectType type = typeOf(json);
            RecordInput input = RecordInput.read(type, json, store);
            Optional<Version> before = type.storeId(input.text("id")).flatMap(id -> store.get(type.apiName(), id));
            if (before.isEmpty() || before.get().archived()) {
                results.add(SaveResult.failed(missing(before.isPresent())));
            } else {
                Field key = type.fields().stream()
                        .filter(Field::externalId)
                        .findFirst()
                        .orElseThrow();
                String keyValue = before.get().properties().getOrDefault(key.name(), "");
                results.add(save(type, key.name(), keyValue, input, before, false));
            }
        }
        return answer(exchange, results);
    }

    private static RecordError missing(boolean deleted) {
        return deleted
                ? RecordError.of("ENTITY_IS_DELETED", "entity is deleted")
                : RecordError.of("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }

    Response delete(Exchange exchange) {
        List<String> ids = exchange.queryAll("ids");
        limit(exchange, ids.size());
        return answer(exchange, ids.stream().map(this::delete).toList());
    }

    private SaveResult delete(String id) {
        for (ObjectType type : ObjectType.ALL) {
            Optional<String> storeId = type.storeId(id);
            if (storeId.isPresent() && store.get(type.apiName(), storeId.get()).isPresent()) {
                Optional<RecordError> lock = lock();
                if (lock.isPresent()) {
                    return SaveResult.failed(lock.get());
                }
                return store.archive(type.apiName(), storeId.get())
                        ? SaveResult.done(id)
                        : SaveResult.failed(missing(true));
            }
        }
        return SaveResult.failed(missing(false));
    }

    private static List<JsonNode> records(Exchange exchange) {
        try {
            List<JsonNode> records = new ArrayList<>();
            Json.read(exchange.body()).path("records").forEach(records::add);
            limit(exchange, records.size());
            return records;
        } catch (JsonProcessingException e) {
            throw new ApiError(400, "JSON_PARSER_ERROR", "Unexpected character in the body");
        }
    }

    private static void limit(Exchange exchange, int records) {
        exchange.noteInputs(records);
        if (records > MOST_RECORDS) {
            throw new ApiError(
                    400, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records in a request");
        }
    }

    private static Response answer(Exchange exchange, List<SaveResult> results) {
        results.forEach(result -> result.errors().forEach(error -> exchange.noteRejection(error.statusCode())));
        return Response.json(200, results);
    }
}
