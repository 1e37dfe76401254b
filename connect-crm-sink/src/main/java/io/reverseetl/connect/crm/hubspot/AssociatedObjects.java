// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm.hubspot;

import io.reverseetl.connect.crm.http.HttpAnswer;
import io.reverseetl.connect.crm.hubspot.Pairs.Pair;
import io.reverseetl.connect.crm.spi.CrmAnswer;
import io.reverseetl.connect.crm.spi.CrmBatch;
import io.reverseetl.connect.crm.spi.CrmWrite;
import io.reverseetl.connect.crm.spi.Reason;
import io.reverseetl.connect.crm.spi.Remembered;
import io.reverseetl.connect.crm.spi.WriteResult.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The objects that records are associated with by one field: HubSpot's ids of them, by their unique property. */
final class AssociatedObjects {

    /** At some 150 bytes each. */
    private static final int MOST_IDS = 50_000;

    private final Association association;
    private final Lookup lookup;
    private final AnswerReader answers;
    private final Remembered<String> ids = new Remembered<>(MOST_IDS);

    /**
     * Finds the objects of one association.
     *
     * @param lookup looks up objects of the other type
     * @param answers tells refusals in words about the other type
     */
    AssociatedObjects(Association association, Lookup lookup, AnswerReader answers) {
        this.association = association;
        this.lookup = lookup;
        this.answers = answers;
    }

    /** One that looks up, if something is not known, and one that associates. */
    int calls(CrmBatch batch) {
        List<String> wanted = batch.writes().stream()
                .flatMap(write -> wantedBy(write).stream())
                .toList();
        boolean looksUp = wanted.stream().anyMatch(value -> ids.get(nameOf(value)) == null);
        return (looksUp ? 1 : 0) + (wanted.isEmpty() ? 0 : 1);
    }

    /** Looks up what the batch asks for and nobody knows yet. */
    CompletionStage<CrmAnswer> find(CrmBatch batch, Function<Found, CompletionStage<CrmAnswer>> then) {
        Map<String, String> known = new HashMap<>();
        Map<String, String> unknown = new LinkedHashMap<>();
        for (CrmWrite write : batch.writes()) {
            wantedBy(write).ifPresent(value -> {
                String id = ids.get(nameOf(value));
                if (id == null) {
                    unknown.putIfAbsent(nameOf(value), value);
                } else {
                    known.put(nameOf(value), id);
                }
            });
        }
        if (unknown.isEmpty()) {
            return then.apply(new Found(known));
        }
        return lookup.of(batch, unknown.values(), (found, answer) -> {
            unknown.values().stream().filter(found::has).forEach(value -> {
                ids.put(nameOf(value), found.idOf(value));
                known.put(nameOf(value), found.idOf(value));
            });
            return then.apply(new Found(known));
        });
    }

    /** HubSpot finds unique values whatever their case. */
    private static String nameOf(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    private Optional<String> wantedBy(CrmWrite write) {
        return Optional.ofNullable(
                ((HubSpotPayload) write.payload()).associations().get(association.field()));
    }

    /** Those of a batch that exist. */
    final class Found {

        private final Map<String, String> idsByName;

        private Found(Map<String, String> idsByName) {
            this.idsByName = Map.copyOf(idsByName);
        }

        String object() {
            return association.object();
        }

        /** Whether a write asks for an object that does not exist. */
        boolean misses(CrmWrite write) {
            return wantedBy(write)
                    .filter(value -> !idsByName.containsKey(nameOf(value)))
                    .isPresent();
        }

        /** What is to be associated after these writes, all of which have what they ask for. */
        Pairs pairs(Map<CrmWrite, Written> done) {
            List<Pair> pairs = new ArrayList<>();
            done.forEach((write, result) -> wantedBy(write)
                    .ifPresent(value ->
                            pairs.add(new Pair(write, result.crmId(), idsByName.getOrDefault(nameOf(value), "")))));
            return new Pairs(association.field(), pairs);
        }

        /** Has them looked up the next time: perhaps some have gone. */
        void forget(Pairs pairs) {
            pairs.pairs().forEach(pair -> wantedBy(pair.write()).ifPresent(value -> ids.forget(nameOf(value))));
        }

        /** What it means that nothing was associated. */
        CrmAnswer refusal(CrmBatch batch, HttpAnswer answer) {
            return answers.answer(batch, answer);
        }

        /** What a record is rejected for that asks for an object that does not exist. */
        Reason missing() {
            return new Reason(
                    Reason.Category.VALIDATION,
                    "ASSOCIATED_OBJECT_MISSING",
                    List.of(association.field()),
                    0,
                    "",
                    "None of " + association.object() + " has this " + association.property()
                            + ": write it first, and replay this record");
        }
    }
}
