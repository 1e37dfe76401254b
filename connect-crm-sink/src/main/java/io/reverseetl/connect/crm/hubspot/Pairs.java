// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.WriteResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects that are to be associated, two and two, and what an answer says of them.
 *
 * @param field the field that asks for it
 */
record Pairs(String field, List<Pair> pairs) {

    /**
     * One association.
     *
     * @param write what has written the object
     * @param from HubSpot's id of the object
     * @param to HubSpot's id of the other one
     */
    record Pair(CrmWrite write, String from, String to) {

        private static String name(String from, String to) {
            return from + ">" + to;
        }
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    void writeTo(ArrayNode inputs) {
        for (Pair pair : pairs) {
            ObjectNode input = inputs.addObject();
            input.putObject("from").put("id", pair.from);
            input.putObject("to").put("id", pair.to);
        }
    }

    /**
     * Takes their results from the records whose association was not made: those that an error names have another one, of
     * the others nothing is known.
     *
     * @param results by external id
     * @return why some were refused, if nobody can tell which
     */
    Optional<Reason> settle(JsonNode answer, int status, Map<String, WriteResult> results) {
        List<Pair> left = new ArrayList<>(pairs);
        Set<String> made = madeBy(answer);
        left.removeIf(pair -> made.contains(Pair.name(pair.from, pair.to)));
        List<HubSpotError> untraced = new ArrayList<>();
        for (JsonNode node : answer.path("errors")) {
            HubSpotError error = HubSpotError.of(node, Set.of());
            List<Pair> concerned = concernedBy(node.path("context"), left);
            concerned.forEach(pair -> results.put(pair.write.externalId(), resultOf(error, status)));
            left.removeAll(concerned);
            if (concerned.isEmpty()) {
                untraced.add(error);
            }
        }
        if (left.size() == 1 && untraced.size() == 1) {
            results.put(left.get(0).write.externalId(), resultOf(untraced.get(0), status));
            return Optional.empty();
        }
        left.forEach(pair -> results.remove(pair.write.externalId()));
        return left.isEmpty()
                ? Optional.empty()
                : untraced.stream()
                        .filter(error -> !error.isPassing())
                        .map(error -> reason(error, status))
                        .findFirst();
    }

    /** Only of those that were not made. */
    Pairs unmade(Map<String, WriteResult> results) {
        return new Pairs(
                field,
                pairs.stream()
                        .filter(pair -> !(results.get(pair.write.externalId()) instanceof WriteResult.Written))
                        .toList());
    }

    /** Pairs that an answer has, in whichever direction, as {@link Pair#name} names them. */
    private static Set<String> madeBy(JsonNode answer) {
        Set<String> made = new HashSet<>();
        for (JsonNode result : answer.path("results")) {
            String from = result.path("from").path("id").asText("");
            String to = result.path("to").path("id").asText("");
            made.add(Pair.name(from, to));
            made.add(Pair.name(to, from));
        }
        return made;
    }

    private static List<Pair> concernedBy(JsonNode context, List<Pair> left) {
        Set<String> from = texts(context.path("fromObjectId"));
        Set<String> to = texts(context.path("toObjectId"));
        return left.stream()
                .filter(pair -> !from.isEmpty() || !to.isEmpty())
                .filter(pair -> from.isEmpty() || from.contains(pair.from))
                .filter(pair -> to.isEmpty() || to.contains(pair.to))
                .toList();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new HashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** One of the two that has gone is looked for once more, and told by that. */
    private WriteResult resultOf(HubSpotError error, int status) {
        Reason reason = reason(error, status);
        return error.isPassing() || error.isAboutMissingObject()
                ? new WriteResult.Retryable(Optional.empty(), reason)
                : new WriteResult.Rejected(reason);
    }

    Reason reason(HubSpotError error, int status) {
        Reason told = error.reason(status);
        return new Reason(
                told.category(),
                told.code(),
                List.of(field),
                status,
                told.requestId(),
                "The object was written, but not associated");
    }
}
