// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.rest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.rest.RestSettings.Delete;
import io.reverseetl.connect.crm.spi.BatchOutcome;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what became of each record, in an answer that does not stand against all of them. */
final class ResultReader {

    private final RestSettings rest;
    private final Advice advice;
    private final Outcomes outcomes;

    ResultReader(RestSettings rest, Advice advice, Outcomes outcomes) {
        this.rest = rest;
        this.advice = advice;
        this.outcomes = outcomes;
    }

    /**
     * The results of writes.
     *
     * @param writes none if an earlier task sent them
     */
    BatchOutcome writes(List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        Optional<JsonNode> list = rest.results().list().map(body::at);
        if (list.isEmpty() && writes.size() > 1) {
            return together(writes, answer, body);
        }
        if (writes.isEmpty() && (list.isEmpty() || !rest.write().isBatch())) {
            return new BatchOutcome.PerRecord(Map.of());
        }
        Map<String, JsonNode> found = list.isPresent() && rest.write().isBatch()
                ? found(writes, list.get())
                : Map.of(writes.get(0).externalId(), list.orElse(body));
        Map<String, WriteResult> results = new HashMap<>();
        found.forEach((id, result) -> {
            if (list.isEmpty() || !saysNothing(result)) {
                results.put(id, result(answer, result));
            }
        });
        return new BatchOutcome.PerRecord(results);
    }

    /** One status that speaks for all records of the request. */
    private BatchOutcome together(List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        String status = statusOf(answer, body);
        Verdict verdict = rest.statuses().of(status).orElse(Verdict.REFUSED);
        if (verdict == Verdict.WRITTEN) {
            return each(writes, new WriteResult.Written("", false));
        }
        return switch (verdict) {
            case RETRY -> outcomes.retry(answer, status);
            case FATAL -> new BatchOutcome.Failed(advice.ofRecord(status));
            default -> outcomes.refused(answer, status);
        };
    }

    /** The results by the external id that each is about; a write whose result cannot be told for sure has none. */
    private Map<String, JsonNode> found(List<CrmWrite> writes, JsonNode list) {
        List<String> sent = writes.stream().map(CrmWrite::externalId).toList();
        Map<String, JsonNode> found = new HashMap<>();
        if (list.isObject()) {
            list.properties().forEach(member -> found.put(member.getKey(), member.getValue()));
        } else if (rest.results().key().isPresent()) {
            JsonPointer key = rest.results().key().get();
            putAll(list, result -> result.at(key).asText(""), found);
        } else if (rest.results().index().isPresent()) {
            JsonPointer index = rest.results().index().get();
            putAll(list, result -> idAt(result.at(index).asText(""), sent), found);
        } else if (list.isArray() && list.size() == sent.size()) {
            for (int i = 0; i < sent.size(); i++) {
                found.put(sent.get(i), list.get(i));
            }
        }
        // Of a job that an earlier task began, nobody knows what was in it.
        if (!sent.isEmpty()) {
            found.keySet().retainAll(sent);
        }
        return found;
    }

    /** Puts each result under the id that it is about. Two that say different things of one say nothing. */
    private static void putAll(JsonNode list, Function<JsonNode, String> idOf, Map<String, JsonNode> found) {
        Set<String> contradicted = new HashSet<>();
        list.forEach(result -> {
            String id = idOf.apply(result);
            JsonNode other = found.put(id, result);
            if (other != null && !other.equals(result)) {
                contradicted.add(id);
            }
        });
        found.keySet().removeAll(contradicted);
    }

    /** The id at a place, if it is one: what is not a whole number, or a huge one, is nobody's. */
    private static String idAt(String place, List<String> sent) {
        int index = place.matches("\\d{1,9}") ? Integer.parseInt(place) : sent.size();
        return index < sent.size() ? sent.get(index) : "";
    }

    /** What became of its record cannot be told of a null, or of a value that should hold a status and cannot. */
    private boolean saysNothing(JsonNode result) {
        boolean lacksStatus = rest.results()
                .status()
                .filter(status -> result.at(status).isMissingNode())
                .isPresent();
        return result.isMissingNode() || result.isNull() || (result.isValueNode() && lacksStatus);
    }

    private WriteResult result(HttpAnswer answer, JsonNode result) {
        String status = statusOf(answer, result);
        return switch (rest.statuses().of(status).orElse(Verdict.REFUSED)) {
            case WRITTEN ->
                new WriteResult.Written(
                        rest.results()
                                .id()
                                .map(result::at)
                                .map(id -> id.asText(""))
                                .orElse(""),
                        status.equals("201"));
            case RETRY -> outcomes.retryable(answer, status);
            case REFUSED -> outcomes.rejected(answer, status);
            case FATAL -> new WriteResult.Fatal(advice.ofRecord(status));
        };
    }

    /** What a result says of itself, or the answer's own status if it says nothing. */
    private String statusOf(HttpAnswer answer, JsonNode result) {
        return rest.results()
                .status()
                .map(result::at)
                .filter(status -> !(status.isMissingNode() || status.isNull() || isEmptyContainer(status)))
                .map(status -> status.asText(""))
                .orElse(String.valueOf(answer.status()));
    }

    private static boolean isEmptyContainer(JsonNode node) {
        return node.isContainerNode() && node.isEmpty();
    }

    /** The results of deletes: an answer without any speaks for all of them. */
    BatchOutcome deletes(List<CrmWrite> writes, HttpAnswer answer, JsonNode body) {
        return listOfDeletes()
                .map(body::at)
                .filter(results -> !results.isMissingNode())
                .map(results -> deleted(found(writes, results), answer))
                .orElseGet(() -> each(writes, new WriteResult.Written("", false)));
    }

    /** Where the answer to a delete has results, if there is such a place. */
    Optional<JsonPointer> listOfDeletes() {
        return rest.delete()
                .filter(Delete::isBatch)
                .flatMap(batch -> rest.results().list());
    }

    private BatchOutcome deleted(Map<String, JsonNode> found, HttpAnswer answer) {
        Map<String, WriteResult> results = new HashMap<>();
        found.forEach((id, result) -> {
            if (!saysNothing(result)) {
                boolean gone = isGone(statusOf(answer, result));
                results.put(id, gone ? new WriteResult.Written("", false) : result(answer, result));
            }
        });
        return new BatchOutcome.PerRecord(results);
    }

    /** Whether a status says that there is no such object. */
    static boolean isGone(String status) {
        return status.equals("404") || status.equals("410");
    }

    static BatchOutcome each(List<CrmWrite> writes, WriteResult result) {
        Map<String, WriteResult> results = new HashMap<>();
        writes.forEach(write -> results.put(write.externalId(), result));
        return new BatchOutcome.PerRecord(results);
    }
}
