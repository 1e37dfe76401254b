// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Operation;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Reason.Category;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds each write's result in a 200 or 207 answer: by its trace id, else by the id property. The order of an answer
 * means nothing.
 */
final class BatchResults {

    /** An object that does not exist has nothing that could be emptied. */
    private static final WriteResult NOTHING_TO_CLEAR = new WriteResult.Written("", false);

    private final List<CrmWrite> writes;
    private final Operation operation;
    private final String idProperty;
    private final Advice advice;
    private final Set<String> sentNames;
    private final Map<String, CrmWrite> byTraceId = new HashMap<>();
    private final Map<String, CrmWrite> byExternalId = new HashMap<>();
    private final Map<String, CrmWrite> bySentId = new HashMap<>();
    private final Map<String, WriteResult> results = new HashMap<>();
    private final List<HubSpotError> untraced = new ArrayList<>();

    BatchResults(CrmBatch batch, String idProperty, Advice advice, Set<String> sentNames) {
        this.writes = batch.writes();
        this.operation = batch.operation();
        this.idProperty = idProperty;
        this.advice = advice;
        this.sentNames = sentNames;
        writes.forEach(write -> {
            byTraceId.put(write.traceId(), write);
            byExternalId.put(write.externalId(), write);
            bySentId.put(write.sentId(), write);
            // HubSpot keeps email addresses in lower case.
            byExternalId.putIfAbsent(write.externalId().toLowerCase(Locale.ROOT), write);
            bySentId.putIfAbsent(write.sentId().toLowerCase(Locale.ROOT), write);
        });
    }

    /** What the answer says; a write that it says nothing about has no result. */
    BatchOutcome read(int status, JsonNode answer) {
        answer.path("results")
                .forEach(result -> writeOf(result)
                        .ifPresent(write -> results.put(
                                write.externalId(),
                                new WriteResult.Written(
                                        result.path("id").asText(""),
                                        result.path("new").asBoolean(false)))));
        answer.path("errors").forEach(node -> {
            HubSpotError error = HubSpotError.of(node, sentNames);
            List<CrmWrite> concerned = concernedBy(node);
            concerned.forEach(write -> results.put(write.externalId(), resultOf(error, status)));
            if (concerned.isEmpty()) {
                untraced.add(error);
            }
        });
        settleUntraced(status);
        return results.isEmpty() ? nobodyNamed(status) : new BatchOutcome.PerRecord(results);
    }

    private Optional<CrmWrite> writeOf(JsonNode result) {
        CrmWrite traced = byTraceId.get(result.path("objectWriteTraceId").asText(""));
        return Optional.ofNullable(traced)
                .or(() -> find(
                        byExternalId, result.path("properties").path(idProperty).asText("")))
                .or(() -> find(bySentId, result.path("id").asText("")).filter(this::isByRecordId));
    }

    private boolean isByRecordId(CrmWrite write) {
        return write.isByCrmId() || idProperty.equals(ObjectTypes.RECORD_ID);
    }

    private static Optional<CrmWrite> find(Map<String, CrmWrite> writes, String id) {
        return Optional.ofNullable(writes.get(id))
                .or(() -> Optional.ofNullable(writes.get(id.toLowerCase(Locale.ROOT))));
    }

    private List<CrmWrite> concernedBy(JsonNode error) {
        JsonNode context = error.path("context");
        Set<CrmWrite> concerned = new HashSet<>();
        context.path("objectWriteTraceId")
                .forEach(traceId ->
                        Optional.ofNullable(byTraceId.get(traceId.asText())).ifPresent(concerned::add));
        Stream.of("id", "ids")
                .forEach(field -> context.path(field)
                        .forEach(id -> find(bySentId, id.asText()).ifPresent(concerned::add)));
        return List.copyOf(concerned);
    }

    /**
     * One error without a name and one write without a result belong together; with more, nobody can tell. An unknown
     * property stands against them all, whoever has it.
     */
    private void settleUntraced(int status) {
        List<CrmWrite> left = writes.stream()
                .filter(write -> !results.containsKey(write.externalId()))
                .toList();
        untraced.stream()
                .filter(error -> error.isAboutEveryRecord() || (untraced.size() == 1 && left.size() == 1))
                .findFirst()
                .ifPresent(error -> left.forEach(write -> results.put(write.externalId(), resultOf(error, status))));
    }

    /** Nothing was done, or nothing that can be told: if errors say why, the batch is refused like any other. */
    private BatchOutcome nobodyNamed(int status) {
        Optional<HubSpotError> lasting =
                untraced.stream().filter(error -> !error.isPassing()).findFirst();
        if (lasting.isPresent()) {
            return new BatchOutcome.Refused(lasting.get().reason(status));
        }
        // HubSpot answers "complete" with nothing done to a body that it does not understand.
        Reason reason = untraced.isEmpty()
                ? Reason.unavailable("NOTHING_ACCOUNTED", status, "")
                : untraced.get(0).reason(status).as(Category.TIMEOUT);
        return new BatchOutcome.RetryAll(Optional.empty(), reason);
    }

    private WriteResult resultOf(HubSpotError error, int status) {
        if (error.isAboutEveryRecord()) {
            return new WriteResult.Fatal(advice.aboutEveryRecord(error));
        }
        Optional<WriteResult> missing = error.isAboutMissingObject() ? ofMissing(operation) : Optional.empty();
        if (missing.isPresent()) {
            return missing.get();
        }
        if (operation == Operation.UPDATE_KNOWN && error.isConflict()) {
            return new WriteResult.Rejected(advice.idTaken(status, error.requestId()));
        }
        return error.isPassing()
                ? new WriteResult.Retryable(Optional.empty(), error.reason(status))
                : new WriteResult.Rejected(error.reason(status));
    }

    /** What it means that an object does not exist; nothing if the record is to blame. */
    static Optional<WriteResult> ofMissing(Operation operation) {
        return switch (operation) {
            case CLEAR -> Optional.of(NOTHING_TO_CLEAR);
            case UPDATE_KNOWN -> Optional.of(new WriteResult.Gone());
            default -> Optional.empty();
        };
    }
}
