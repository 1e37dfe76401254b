// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.spi.AdapterSettings;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Asks HubSpot which objects of a type exist, and what its own ids for them are. */
record Lookup(AdapterSettings settings, HubSpotApi api, HubSpotCalls calls, AnswerReader answers) {

    /**
     * What was found.
     *
     * @param ids HubSpot's ids, by what the objects were looked up by, in lower case
     * @param missing what HubSpot has said not to exist, in lower case
     * @param othersAreMissing whether it has said that of some without naming them
     */
    record Found(Map<String, String> ids, Set<String> missing, boolean othersAreMissing) {

        /** What need not be looked up. */
        static Found known(CrmBatch batch) {
            Map<String, String> ids = new HashMap<>();
            batch.writes().forEach(write -> ids.put(keyOf(write.sentId()), write.crmId()));
            return new Found(ids, Set.of(), false);
        }

        /** Whether HubSpot has said that there is no such object: to be passed over is no such word. */
        boolean lacks(CrmWrite write) {
            return !has(write) && (othersAreMissing || missing.contains(keyOf(write.sentId())));
        }

        boolean has(CrmWrite write) {
            return has(write.sentId());
        }

        boolean has(String id) {
            return ids.containsKey(keyOf(id));
        }

        String idOf(CrmWrite write) {
            return idOf(write.sentId());
        }

        String idOf(String id) {
            return ids.getOrDefault(keyOf(id), "");
        }

        /** HubSpot finds unique values whatever their case. */
        private static String keyOf(String id) {
            return id.toLowerCase(Locale.ROOT);
        }
    }

    /** What to do with what was found. */
    interface Next {

        CompletionStage<CrmAnswer> with(Found found, HttpAnswer answer);
    }

    /** Looks a batch up; its writes are all found by the same kind of id. */
    CompletionStage<CrmAnswer> of(CrmBatch batch, Next next) {
        boolean byRecordId = batch.writes().get(0).isByCrmId() || isByRecordId();
        return of(batch, batch.writes().stream().map(CrmWrite::sentId).toList(), byRecordId, next);
    }

    /**
     * Looks up other objects, by the id property.
     *
     * @param batch what asks for them, and what the outcome is about if they cannot be looked up
     */
    CompletionStage<CrmAnswer> of(CrmBatch batch, Collection<String> ids, Next next) {
        return of(batch, ids, isByRecordId(), next);
    }

    private boolean isByRecordId() {
        return settings.idProperty().equals(ObjectTypes.RECORD_ID);
    }

    private CompletionStage<CrmAnswer> of(CrmBatch batch, Collection<String> ids, boolean byRecordId, Next next) {
        ObjectNode body = calls.json().createObjectNode();
        if (!byRecordId) {
            body.put("idProperty", settings.idProperty());
        }
        body.putArray("properties").add(settings.idProperty());
        body.putArray("propertiesWithHistory");
        ids.forEach(id -> body.withArray("inputs").addObject().put("id", id));
        return calls.post(batch, api.batch(settings.object(), "read"), body, answer -> {
            // What was found must not be read as what was written.
            if (!AnswerReader.hasResults(answer.status())) {
                return CompletableFuture.completedFuture(answers.answer(batch, answer));
            }
            JsonNode results = calls.parse(answer);
            return next.with(found(results, byRecordId), answer);
        });
    }

    private Found found(JsonNode answer, boolean byRecordId) {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode result : answer.path("results")) {
            String id = result.path("id").asText("");
            String externalId =
                    result.path("properties").path(settings.idProperty()).asText("");
            if (!id.isEmpty()) {
                ids.put(byRecordId ? id : externalId.toLowerCase(Locale.ROOT), id);
            }
        }
        List<Set<String>> missing = StreamSupport.stream(answer.path("errors").spliterator(), false)
                .filter(error -> HubSpotError.of(error, Set.of()).isAboutMissingObject())
                .map(Lookup::named)
                .toList();
        return new Found(
                ids,
                missing.stream().flatMap(Set::stream).collect(Collectors.toSet()),
                missing.stream().anyMatch(Set::isEmpty));
    }

    private static Set<String> named(JsonNode error) {
        return Stream.of("id", "ids")
                .flatMap(field -> error.path("context").path(field).valueStream())
                .map(id -> id.asText("").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
